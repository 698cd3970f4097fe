import { Canvas, type Surface } from "./canvas.ts";

/** What a connection's colour and thickness say: a wedge from "takes away" through nothing to "adds". */
export class LineLegend {
  readonly element = document.createElement("figure");
  readonly #wedge = new Wedge();

  constructor() {
    const caption = document.createElement("figcaption");
    caption.textContent = "weight × activation";
    const takes = document.createElement("span");
    takes.textContent = "− takes away";
    const adds = document.createElement("span");
    adds.textContent = "adds +";
    const bar = document.createElement("span");
    bar.className = "legend-wedge";
    bar.append(this.#wedge.element);
    this.element.className = "legend";
    this.element.append(caption, takes, bar, adds);
    this.element.title = "The thickest line of each layer carries most; every layer has its own scale";
  }

  dispose(): void {
    this.#wedge.dispose();
  }
}

class Wedge extends Canvas {
  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    const middle = { x: widthCssPixels / 2, y: heightCssPixels / 2 };
    for (const [end, colour] of [
      [0, theme.negative],
      [widthCssPixels, theme.positive],
    ] as const) {
      context.fillStyle = colour;
      context.beginPath();
      context.moveTo(middle.x, middle.y);
      context.lineTo(end, 1);
      context.lineTo(end, heightCssPixels - 1);
      context.fill();
    }
  }
}
