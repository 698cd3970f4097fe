import { largestSize } from "../../extension/protocol/largestSize.ts";
import type { TensorSlice } from "../../extension/protocol/weightsSummary.ts";
import type { TensorPicture } from "./tensorPicture.ts";
import type { PlanePart, Viewport } from "./viewport.ts";

/** A part of a plane that is wanted, and how large its picture is at most. */
export interface WantedPart extends PlanePart {
  readonly mostRows: number;
  readonly mostColumns: number;
}

/** Where the numbers of a plane come from. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** whether it is one row of bars, as of a tensor of one dimension */
  readonly isStrip: boolean;
  /** whether its rows and columns are a picture's, which is not stretched to fill the room */
  readonly isPicture?: boolean;
  /** @param progressed told from time to time which share has been read, 0…1 */
  read(part: WantedPart, signal: AbortSignal, progressed: (share: number) => void): Promise<TensorSlice>;
}

/** What goes on, for words beside the picture. */
export interface PlaneReaderEvents {
  /** @param share of what is wanted; null when all that is wanted is there, and shown */
  progressed(share: number | null): void;
  failed(error: unknown): void;
  /** @param largest finite number's size in the whole plane; of one that is too large to be read unasked, in what is seen */
  wholeRead(largest: number): void;
}

/** More numbers than this are not read before somebody asks: that would take more than a moment. */
const mostNumbersAtOnce = 64e6;
/** The whole plane is kept at most this fine: what is finer is read where it is seen. */
const wholeSide = 512;
/** No screen shows more of it at once in a picture's room, and more would be much to send. */
const mostSide = 1024;
/** The hand that turns a wheel or drags is waited for. */
const restMs = 60;
/** So much more than what is seen is read on each side. */
const marginShare = 0.25;

/** Reads what a picture's viewport shows of a plane, as fine as the screen can show it, and not more. */
export class PlaneReader {
  readonly #viewport: Viewport;
  readonly #picture: TensorPicture;
  readonly #events: PlaneReaderEvents;
  readonly #endViewport: () => void;
  #plane: Plane | null = null;
  #reading: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** what the picture shows of the whole plane is as fine as the plane */
  #hasAll = false;
  #detail: WantedPart | null = null;

  constructor(viewport: Viewport, picture: TensorPicture, events: PlaneReaderEvents) {
    this.#viewport = viewport;
    this.#picture = picture;
    this.#events = events;
    this.#endViewport = viewport.onChange(() => this.#scheduleDetail());
  }

  /**
   * Reads a plane from now on.
   *
   * @param isSame whether it is the plane that is shown, with perhaps other numbers: then what changed lights up
   */
  show(plane: Plane | null, isSame: boolean): void {
    this.#stop();
    if (!isSame) {
      this.#picture.show("whole", null);
      this.#picture.show("detail", null);
    }
    this.#plane = plane;
    this.#hasAll = false;
    const shownDetail = isSame ? this.#detail : null;
    this.#detail = null;
    if (plane === null) return;
    this.#viewport.setPlane(plane.rows, plane.columns, plane.isStrip, plane.isPicture);
    const whole = { firstRow: 0, firstColumn: 0, rows: plane.rows, columns: plane.columns };
    if (plane.rows * plane.columns > mostNumbersAtOnce) {
      if (!isSame) this.#viewport.zoomToPixels();
      this.#scheduleDetail();
      return;
    }
    const side = plane.isStrip ? 4 * wholeSide : wholeSide;
    void this.#read(plane, { ...whole, mostRows: side, mostColumns: side }, (slice, wanted) => {
      this.#hasAll = slice.rowsInEach === 1 && slice.columnsInEach === 1;
      this.#picture.show("whole", { part: wanted, slice }, isSame);
      this.#events.wholeRead(largestSize(slice.values));
      if (shownDetail && !this.#hasAll) void this.#readDetail(plane, shownDetail, isSame);
      else this.#scheduleDetail();
    });
  }

  dispose(): void {
    this.#stop();
    this.#endViewport();
  }

  #scheduleDetail(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wantDetail(), restMs);
  }

  #wantDetail(): void {
    const plane = this.#plane;
    if (plane === null || this.#hasAll) return;
    const isWholeAwaited = this.#reading !== null && this.#detail === null;
    if (isWholeAwaited && plane.rows * plane.columns <= mostNumbersAtOnce) return;
    const visible = this.#viewport.visible;
    if (visible.rows === 0 || visible.columns === 0) return;
    const wanted = this.#withMargins(visible);
    if (this.#detail && serves(this.#detail, visible, wanted)) return;
    void this.#readDetail(plane, wanted, false);
  }

  /** As fine as the screen's pixels. */
  #withMargins(visible: PlanePart): WantedPart {
    const { rows, columns, cellWidth, cellHeight } = this.#viewport;
    const ratio = window.devicePixelRatio;
    const extend = (first: number, count: number, most: number) => {
      const margin = Math.ceil(count * marginShare);
      const from = Math.max(0, first - margin);
      return [from, Math.min(most, first + count + margin) - from] as const;
    };
    const [firstRow, rowCount] = extend(visible.firstRow, visible.rows, rows);
    const [firstColumn, columnCount] = extend(visible.firstColumn, visible.columns, columns);
    const side = (count: number, cell: number) =>
      Math.max(1, Math.min(mostSide, count, Math.ceil(count * cell * ratio)));
    return {
      firstRow,
      firstColumn,
      rows: rowCount,
      columns: columnCount,
      mostRows: side(rowCount, cellHeight),
      mostColumns: side(columnCount, cellWidth),
    };
  }

  async #readDetail(plane: Plane, wanted: WantedPart, flashes: boolean): Promise<void> {
    this.#detail = wanted;
    await this.#read(plane, wanted, (slice) => {
      this.#picture.show("detail", { part: wanted, slice }, flashes);
      if (plane.rows * plane.columns > mostNumbersAtOnce) this.#events.wholeRead(largestSize(slice.values));
    });
  }

  async #read(
    plane: Plane,
    wanted: WantedPart,
    received: (slice: TensorSlice, wanted: WantedPart) => void,
  ): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const slice = await plane.read(wanted, reading.signal, (share) => {
        if (this.#reading === reading) this.#events.progressed(share);
      });
      if (this.#reading !== reading) return;
      this.#reading = null;
      received(slice, wanted);
      if (this.#reading === null) this.#events.progressed(null);
    } catch (error) {
      if (this.#reading !== reading) return;
      this.#reading = null;
      this.#detail = null;
      this.#events.progressed(null);
      this.#events.failed(error);
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#reading?.abort();
    this.#reading = null;
  }
}

/** Whether what was read shows all that is seen, nearly as fine as it could be. */
function serves(read: WantedPart, visible: PlanePart, wanted: WantedPart): boolean {
  const holds =
    read.firstRow <= visible.firstRow &&
    read.firstColumn <= visible.firstColumn &&
    read.firstRow + read.rows >= visible.firstRow + visible.rows &&
    read.firstColumn + read.columns >= visible.firstColumn + visible.columns;
  const isFine = (have: number, haveMost: number, want: number, wantMost: number) =>
    Math.ceil(have / haveMost) <= Math.ceil(want / wantMost);
  return (
    holds &&
    isFine(read.rows, read.mostRows, wanted.rows, wanted.mostRows) &&
    isFine(read.columns, read.mostColumns, wanted.columns, wanted.mostColumns)
  );
}
