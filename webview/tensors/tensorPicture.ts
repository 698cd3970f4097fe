import { type Colour, cssColour } from "../../extension/protocol/colour.ts";
import type { TensorSlice } from "../../extension/protocol/weightsSummary.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import { ChangeFlash } from "../drawings/changeFlash.ts";
import { Glide } from "../drawings/glide.ts";
import type { NonFiniteWords } from "../drawings/paintValues.ts";
import { Picture } from "../drawings/picture.ts";
import type { Theme } from "../drawings/theme.ts";
import { shortValueText } from "./valueText.ts";
import type { Cell, PlanePart, Viewport } from "./viewport.ts";

/** Numbers of a part of a plane, thinned or not. */
export interface ReadPart {
  readonly part: PlanePart;
  readonly slice: TensorSlice;
}

/** A number, and of how many it is the one of largest size. */
export interface ShownValue {
  readonly value: number;
  /** where the patch begins that it stands for, and how large that is */
  readonly patch: PlanePart;
}

/** From this size on a number's digits are written into its square. */
const leastWrittenWidth = 44;
const leastWrittenHeight = 16;

/**
 * A plane of numbers as squares on the diverging scale, or, of one row, as bars; what is not a finite number has a
 * colour of its own. It shows what it was given, at the place that its viewport says: first the whole plane, thinned,
 * and over it what was read of a part.
 */
export class TensorPicture extends Canvas {
  readonly #viewport: Viewport;
  readonly #endViewport: () => void;
  readonly #layers = { whole: new Layer(), detail: new Layer() };
  readonly #glide = new Glide([this.#layers.whole.flash, this.#layers.detail.flash], () => this.#drawOn());
  #limit = 0;

  constructor(viewport: Viewport) {
    super();
    this.#viewport = viewport;
    this.#endViewport = viewport.onChange(() => this.scheduleDraw());
    this.element.classList.add("tensor-picture");
  }

  /** The number that has the scale's last colour. */
  set limit(limit: number) {
    this.#limit = limit;
    this.scheduleDraw();
  }

  /**
   * Shows what was read in place of what was.
   *
   * @param flashes whether the numbers that differ from those that were shown of the same part light up
   */
  show(layer: "whole" | "detail", read: ReadPart | null, flashes = false): void {
    this.#layers[layer].show(read, flashes);
    this.#drawOn();
  }

  /** The number at a place; undefined when it was not read. */
  valueAt(cell: Cell): ShownValue | undefined {
    return this.#layers.detail.valueAt(cell) ?? this.#layers.whole.valueAt(cell);
  }

  override dispose(): void {
    this.#glide.dispose();
    this.#endViewport();
    super.dispose();
  }

  protected override draw(surface: Surface): void {
    const { context, widthCssPixels, heightCssPixels, pixelRatio, theme } = surface;
    const viewport = this.#viewport;
    viewport.fit(widthCssPixels, heightCssPixels, pixelRatio, this);
    const { rows, columns } = viewport;
    if (rows === 0 || columns === 0) return;
    const plane = viewport.rectangleOf({ firstRow: 0, firstColumn: 0, rows, columns });
    context.save();
    context.beginPath();
    context.rect(plane.left, plane.top, plane.width, plane.height);
    context.clip();
    for (const layer of [this.#layers.whole, this.#layers.detail]) {
      if (viewport.isStrip) layer.drawBars(surface, viewport, this.#limit);
      else layer.drawSquares(context, theme, viewport, this.#limit);
      layer.drawFlash(context, viewport, theme);
    }
    if (viewport.cellWidth >= leastWrittenWidth && viewport.cellHeight >= leastWrittenHeight) this.#drawTexts(surface);
    context.restore();
    if (viewport.isStrip) this.#drawLimits(surface);
    context.strokeStyle = theme.faintBorder;
    context.lineWidth = 1;
    const [left, right] = edgesBeside(plane.left, plane.width, widthCssPixels);
    const [top, bottom] = edgesBeside(plane.top, plane.height, heightCssPixels);
    context.strokeRect(left, top, right - left, bottom - top);
    this.#drawPointed(context, theme);
  }

  #drawTexts({ context, theme }: Surface): void {
    const { firstRow, firstColumn, rows, columns } = this.#viewport.visible;
    const { cellWidth, cellHeight } = this.#viewport;
    context.font = `${Math.min(12, cellHeight * 0.7)}px ${theme.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = this.#viewport.isStrip ? "bottom" : "middle";
    for (let row = firstRow; row < firstRow + rows; row++) {
      for (let column = firstColumn; column < firstColumn + columns; column++) {
        const shown = this.valueAt({ row, column });
        if (shown === undefined || shown.patch.rows > 1 || shown.patch.columns > 1) continue;
        const box = this.#viewport.rectangleOf({ firstRow: row, firstColumn: column, rows: 1, columns: 1 });
        const isStrong = Math.abs(shown.value) > this.#limit / 2 || !Number.isFinite(shown.value);
        context.fillStyle = isStrong && !this.#viewport.isStrip ? theme.background : theme.foreground;
        const y = this.#viewport.isStrip ? box.top + box.height - 2 : box.top + box.height / 2 + 0.5;
        context.fillText(shortValueText(shown.value), box.left + box.width / 2, y, cellWidth - 4);
      }
    }
  }

  /** How high the bars can be, at either end of the height. */
  #drawLimits({ context, heightCssPixels, theme }: Surface): void {
    if (this.#limit === 0) return;
    context.font = `11px ${theme.fontFamily}`;
    context.textAlign = "left";
    const write = (text: string, y: number, baseline: "top" | "bottom") => {
      const { width } = context.measureText(text);
      context.globalAlpha = 0.75;
      context.fillStyle = theme.background;
      context.fillRect(1, baseline === "top" ? y - 1 : y - 13, width + 6, 14);
      context.globalAlpha = 1;
      context.fillStyle = theme.foreground;
      context.textBaseline = baseline;
      context.fillText(text, 4, y);
    };
    write(`+${shortValueText(this.#limit)}`, 2, "top");
    // The digits of wide bars stand at the bottom, above it.
    if (this.#viewport.cellWidth < leastWrittenWidth)
      write(`−${shortValueText(this.#limit)}`, heightCssPixels - 2, "bottom");
  }

  #drawPointed(context: CanvasRenderingContext2D, theme: Theme): void {
    const { pointed } = this.#viewport;
    if (pointed === null) return;
    const patch = this.valueAt(pointed)?.patch ?? {
      firstRow: pointed.row,
      firstColumn: pointed.column,
      rows: 1,
      columns: 1,
    };
    const box = this.#viewport.rectangleOf(patch);
    // A square of less than a few pixels would hide what it marks.
    const grow = Math.max(0.5, (5 - Math.min(box.width, box.height)) / 2);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1.5;
    context.strokeRect(box.left - grow, box.top - grow, box.width + 2 * grow, box.height + 2 * grow);
  }

  #drawOn(): void {
    this.scheduleDraw();
    this.#glide.goOn();
  }
}

/** Where a line of one pixel goes round the plane: on its outermost pixels where there is no room beside it. */
function edgesBeside(start: number, length: number, room: number): [first: number, last: number] {
  const [first, last] = [start - 0.5, start + length + 0.5];
  // Of a plane that goes on outside nothing is seen there; less than a pixel is none of it.
  return [first > -1.5 ? Math.max(0.5, first) : first, last < room + 1.5 ? Math.min(room - 0.5, last) : last];
}

/** One of the pictures that lie over each other, painted when it is shown and kept. */
class Layer {
  readonly #picture = new Picture();
  readonly flash = new ChangeFlash();
  #read: ReadPart | null = null;
  #painted: { readonly read: ReadPart; readonly theme: Theme; readonly limit: number } | null = null;

  show(read: ReadPart | null, flashes: boolean): void {
    if (flashes && read && this.#read && isSamePart(read, this.#read)) {
      this.flash.show(this.#read.slice.values, read.slice.values);
    } else this.flash.clear();
    this.#read = read;
  }

  valueAt({ row, column }: Cell): ShownValue | undefined {
    if (this.#read === null) return undefined;
    const { part, slice } = this.#read;
    const atRow = Math.floor((row - part.firstRow) / slice.rowsInEach);
    const atColumn = Math.floor((column - part.firstColumn) / slice.columnsInEach);
    if (atRow < 0 || atRow >= slice.rows || atColumn < 0 || atColumn >= slice.columns) return undefined;
    const firstRow = part.firstRow + atRow * slice.rowsInEach;
    const firstColumn = part.firstColumn + atColumn * slice.columnsInEach;
    return {
      value: slice.values[atRow * slice.columns + atColumn],
      patch: {
        firstRow,
        firstColumn,
        rows: Math.min(slice.rowsInEach, part.firstRow + part.rows - firstRow),
        columns: Math.min(slice.columnsInEach, part.firstColumn + part.columns - firstColumn),
      },
    };
  }

  drawSquares(context: CanvasRenderingContext2D, theme: Theme, viewport: Viewport, limit: number): void {
    const read = this.#read;
    if (read === null) return;
    const { values, rows, columns } = read.slice;
    if (this.#painted?.read !== read || this.#painted.theme !== theme || this.#painted.limit !== limit) {
      this.#picture.paint(values, rows, columns, theme.diverging, limit, nonFiniteWords(theme));
      this.#painted = { read, theme, limit };
    }
    const { left, top, width, height } = viewport.rectangleOf(patchesOf(read));
    this.#picture.drawTo(context, left, top, width, height);
  }

  drawFlash(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme): void {
    const read = this.#read;
    if (read === null) return;
    this.flash.draw(context, theme, read.slice.rows, read.slice.columns, (picture) => {
      const { left, top, width, height } = viewport.rectangleOf(patchesOf(read));
      picture.drawTo(context, left, top, width, height);
    });
  }

  /** Bars from a line in the middle: up is positive, down is negative. */
  drawBars({ context, theme, heightCssPixels, pixelRatio }: Surface, viewport: Viewport, limit: number): void {
    if (this.#read === null) return;
    const { part, slice } = this.#read;
    const middle = heightCssPixels / 2;
    const { left, width } = viewport.rectangleOf(patchesOf(this.#read));
    const step = width / slice.columns;
    const gap = step > 6 ? 1 : 0;
    context.clearRect(...stripOf(viewport, part, heightCssPixels));
    context.fillStyle = theme.faintBorder;
    context.fillRect(left, Math.round(middle) - 0.5, width, 1);
    const colours = { notANumber: cssColour(theme.notANumber), infinite: cssColour(theme.infinite) };
    for (let k = 0; k < slice.columns; k++) {
      const from = Math.round((left + k * step) * pixelRatio) / pixelRatio;
      const to = Math.round((left + (k + 1) * step) * pixelRatio) / pixelRatio;
      const value = slice.values[k];
      const bar = Math.max(to - from - gap, 1 / pixelRatio);
      if (!Number.isFinite(value)) {
        context.fillStyle = Number.isNaN(value) ? colours.notANumber : colours.infinite;
        context.fillRect(from, 0, bar, heightCssPixels);
        continue;
      }
      const share = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
      const height = value === 0 ? 0 : Math.max(1, share * (middle - 2));
      context.fillStyle = value < 0 ? theme.negative : theme.positive;
      context.fillRect(from, value < 0 ? middle : middle - height, bar, height);
    }
  }
}

/** The part that a slice's patches cover: the last of them may reach beyond what was asked for. */
function patchesOf({ part, slice }: ReadPart): PlanePart {
  return { ...part, rows: slice.rows * slice.rowsInEach, columns: slice.columns * slice.columnsInEach };
}

function stripOf(viewport: Viewport, part: PlanePart, height: number): [number, number, number, number] {
  const { left, width } = viewport.rectangleOf(part);
  return [left, 0, width, height];
}

function isSamePart(one: ReadPart, other: ReadPart): boolean {
  return (
    one.part.firstRow === other.part.firstRow &&
    one.part.firstColumn === other.part.firstColumn &&
    one.slice.rows === other.slice.rows &&
    one.slice.columns === other.slice.columns &&
    one.slice.rowsInEach === other.slice.rowsInEach &&
    one.slice.columnsInEach === other.slice.columnsInEach
  );
}

function nonFiniteWords(theme: Theme): NonFiniteWords {
  return { notANumber: wordOf(theme.notANumber), infinite: wordOf(theme.infinite) };
}

/** An opaque colour in the order in which an ImageData's words hold it. */
function wordOf([red, green, blue]: Colour): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}
