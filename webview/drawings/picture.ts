import type { ColourScale } from "./colourScales.ts";
import { type NonFiniteWords, paintValues } from "./paintValues.ts";

/** Numbers as a picture: one square of colour each. Keeps its buffers, so that drawing anew allocates nothing. */
export class Picture {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #context: OffscreenCanvasRenderingContext2D;
  #image = new ImageData(1, 1);
  #words = new Uint32Array(this.#image.data.buffer);

  constructor() {
    // Pixels are only ever written from the processor: no round trip over the graphics card.
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("Canvas: the browser gave no 2d context.");
    this.#context = context;
  }

  /**
   * @param values row-major, [rows, columns]
   * @param limit the number that gets the scale's last colour
   * @param nonFinite if not given, what is not a number is painted as zero and infinities as the scale's ends
   */
  paint(
    values: ArrayLike<number>,
    rows: number,
    columns: number,
    scale: ColourScale,
    limit: number,
    nonFinite?: NonFiniteWords,
  ): void {
    this.paintWords(rows, columns, (words) => paintValues(values, scale, limit, words, nonFinite));
  }

  /** Has `write` fill the picture's pixels, a word each as in an ImageData, [rows · columns]. */
  paintWords(rows: number, columns: number, write: (words: Uint32Array) => void): void {
    if (this.#image.width !== columns || this.#image.height !== rows) {
      this.#image = new ImageData(columns, rows);
      this.#words = new Uint32Array(this.#image.data.buffer);
      this.#canvas.width = columns;
      this.#canvas.height = rows;
    }
    write(this.#words);
    this.#context.putImageData(this.#image, 0, 0);
  }

  /** Draws what was painted last into a rectangle of `context`, each number a rectangle with sharp edges. */
  drawTo(context: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
    this.drawRowsTo(context, 0, this.#image.height, left, top, width, height);
  }

  /** Draws `rowCount` of the rows painted last, from `fromRow` on: one picture of many that were painted together. */
  drawRowsTo(
    context: CanvasRenderingContext2D,
    fromRow: number,
    rowCount: number,
    left: number,
    top: number,
    width: number,
    height: number,
  ): void {
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#canvas, 0, fromRow, this.#image.width, rowCount, left, top, width, height);
  }
}
