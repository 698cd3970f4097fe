import type { PageShade, WeightsPicture } from "../protocol/weightsPicture.ts";
import { divergingColour, divergingColours, frameColour } from "./divergingColours.ts";
import { writePng } from "./png.ts";

/** A picture that numbers are painted into, on one scale. */
export class PaintedPicture {
  readonly #width: number;
  readonly #height: number;
  readonly #limit: number;
  readonly #page: PageShade;
  readonly #pixels: Uint8Array;

  /** @param limit where the colours end */
  constructor(width: number, height: number, limit: number, page: PageShade) {
    this.#page = page;
    this.#width = width;
    this.#height = height;
    this.#limit = limit;
    this.#pixels = new Uint8Array(width * height);
  }

  /**
   * Paints numbers with a frame of a pixel around them.
   *
   * @param values row-major, `columns` a row
   * @param left,top of the numbers, without the frame
   * @param scale pixels across and down of each
   */
  paint(values: Float32Array, columns: number, left: number, top: number, scale: number): void {
    const rows = values.length / columns;
    this.frame(left - 1, top - 1, columns * scale + 2, rows * scale + 2);
    for (let row = 0; row < rows; row++) {
      const start = (top + row * scale) * this.#width + left;
      for (let column = 0; column < columns; column++) {
        const from = start + column * scale;
        this.#pixels.fill(divergingColour(values[row * columns + column], this.#limit), from, from + scale);
      }
      for (let line = 1; line < scale; line++) {
        this.#pixels.copyWithin(start + line * this.#width, start, start + columns * scale);
      }
    }
  }

  /** Paints a rectangle in one of the colours of {@link divergingColours}. */
  fill(left: number, top: number, width: number, height: number, colour: number): void {
    for (let y = top; y < top + height; y++) {
      this.#pixels.fill(colour, y * this.#width + left, y * this.#width + left + width);
    }
  }

  /** Paints a frame of a pixel within a rectangle. */
  frame(left: number, top: number, width: number, height: number): void {
    for (let y = top; y < top + height; y++) {
      const start = y * this.#width + left;
      const isEdge = y === top || y === top + height - 1;
      if (isEdge) this.#pixels.fill(frameColour, start, start + width);
      this.#pixels[start] = frameColour;
      this.#pixels[start + width - 1] = frameColour;
    }
  }

  /** @param all the numbers that the picture stands for */
  finish(all: Float32Array): WeightsPicture {
    const [width, height, limit] = [this.#width, this.#height, this.#limit];
    let beyond = 0;
    let notANumber = 0;
    let infinite = 0;
    for (const value of all) {
      if (Number.isNaN(value)) notANumber++;
      else if (!Number.isFinite(value)) infinite++;
      else if (Math.abs(value) > limit) beyond++;
    }
    const png = writePng({ width, height, pixels: this.#pixels, colours: divergingColours(this.#page) });
    return { png, page: this.#page, width, height, limit, beyond, notANumber, infinite };
  }
}
