import { Canvas, type Surface } from "../drawings/canvas.ts";
import { Picture } from "../drawings/picture.ts";
import type { InputGrid } from "../inputGrid.ts";

/** One number for each neuron of the previous layer, as a picture in that layer's grid. */
export class InputPicture extends Canvas {
  readonly #picture = new Picture();
  #scaleName: "diverging" | "sequential";
  #grid: InputGrid = { rows: 1, columns: 1 };
  #values: Float64Array = new Float64Array(1);
  #count = 0;
  #limit = 0;
  #marked: number | null = null;

  constructor(scaleName: "diverging" | "sequential") {
    super();
    this.#scaleName = scaleName;
  }

  set scaleName(scaleName: "diverging" | "sequential") {
    this.#scaleName = scaleName;
    this.scheduleDraw();
  }

  /**
   * @param values [previousSize]; may be shorter than the grid
   * @param limit the number that has the scale's last colour
   * @param marked the input to point out; null for none
   */
  show(values: ArrayLike<number>, grid: InputGrid, limit: number, marked: number | null): void {
    const cells = grid.rows * grid.columns;
    // The grid's last cells may belong to nobody: they stay zero.
    if (this.#values.length !== cells || this.#count !== values.length) this.#values = new Float64Array(cells);
    for (let k = 0; k < values.length; k++) this.#values[k] = values[k];
    this.#count = values.length;
    this.#grid = grid;
    this.#limit = limit;
    this.#marked = marked;
    this.scheduleDraw();
  }

  /** The input under a point of the canvas, in CSS pixels; null beside all inputs. */
  inputAt(x: number, y: number): number | null {
    const { rows, columns } = this.#grid;
    const column = Math.floor((x / this.element.clientWidth) * columns);
    const row = Math.floor((y / this.element.clientHeight) * rows);
    if (column < 0 || column >= columns || row < 0) return null;
    const input = row * columns + column;
    return input < this.#count ? input : null;
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    const { rows, columns } = this.#grid;
    this.#picture.paint(this.#values, rows, columns, theme[this.#scaleName], this.#limit);
    this.#picture.drawTo(context, 0, 0, widthCssPixels, heightCssPixels);
    const cell = widthCssPixels / columns;
    if (cell >= 8) {
      // Large squares are neurons, and told apart.
      context.fillStyle = theme.background;
      for (let column = 1; column < columns; column++) context.fillRect(column * cell - 0.5, 0, 1, heightCssPixels);
      for (let row = 1; row < rows; row++) context.fillRect(0, row * cell - 0.5, widthCssPixels, 1);
    }
    context.strokeStyle = theme.faintBorder;
    context.strokeRect(0.5, 0.5, widthCssPixels - 1, heightCssPixels - 1);
    if (this.#marked === null) return;
    const left = (this.#marked % columns) * cell;
    const top = Math.floor(this.#marked / columns) * cell;
    // Light on dark on light: seen on every colour of the scale.
    for (const [distance, colour] of [
      [2.5, theme.background],
      [1, theme.foreground],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.strokeRect(left - distance, top - distance, cell + 2 * distance, cell + 2 * distance);
    }
  }
}
