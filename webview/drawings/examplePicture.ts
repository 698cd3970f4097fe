import { inputSide } from "../neuronName.ts";
import { Canvas, type Surface } from "./canvas.ts";
import { Picture } from "./picture.ts";

/** An example's 28×28 pixels, each as crisp as the input neuron that it is. */
export class ExamplePicture extends Canvas {
  readonly #picture = new Picture();
  #pixels: Uint8Array | null = null;

  /** @param pixels [784], 0 black … 255 white; null for none */
  show(pixels: Uint8Array | null): void {
    this.#pixels = pixels;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    if (this.#pixels === null) return;
    this.#picture.paint(this.#pixels, inputSide, inputSide, theme.sequential, 255);
    this.#picture.drawTo(context, 0, 0, widthCssPixels, heightCssPixels);
  }
}
