import { type InputGrid, inputGrid } from "../inputGrid.ts";
import { Canvas, type Surface } from "./canvas.ts";
import { Picture } from "./picture.ts";

/** An example's pixels, each as crisp as the input neuron that it is; inputs that are no picture in as square a grid. */
export class ExamplePicture extends Canvas {
  readonly #picture = new Picture();
  #pixels: Uint8Array | null = null;
  #grid: InputGrid = { rows: 1, columns: 1 };

  /** @param pixels [inputs], 0 black … 255 white; null for none */
  show(pixels: Uint8Array | null): void {
    this.#grid = inputGrid(pixels?.length ?? 1);
    const { rows, columns } = this.#grid;
    this.#pixels = pixels;
    if (pixels && pixels.length < rows * columns) {
      // The grid's last cells belong to nobody.
      this.#pixels = new Uint8Array(rows * columns);
      this.#pixels.set(pixels);
    }
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    if (this.#pixels === null) return;
    const { rows, columns } = this.#grid;
    this.#picture.paint(this.#pixels, rows, columns, theme.sequential, 255);
    const cell = Math.min(widthCssPixels / columns, heightCssPixels / rows);
    const [width, height] = [columns * cell, rows * cell];
    this.#picture.drawTo(context, (widthCssPixels - width) / 2, (heightCssPixels - height) / 2, width, height);
  }
}
