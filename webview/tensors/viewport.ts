/** A part of a plane: whole rows and columns, counted from 0. */
export interface PlanePart {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rows: number;
  readonly columns: number;
}

/** One number's place in a plane. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What a viewport remembers across a reload of the window: plain JSON. */
export interface ViewportPlace {
  readonly zoom: number;
  /** in the middle of the room, in numbers, with a fraction */
  readonly middleRow: number;
  readonly middleColumn: number;
}

/** The largest that a number is shown: its digits fit into it. */
const mostCell = 56;
/** Rows and columns as wide as this are easily pointed at. */
const easyCell = 12;

/**
 * Which part of a plane of numbers is seen, and how large. Several pictures may share one: they then zoom and pan
 * together, and point at the same place.
 *
 * Lengths are CSS pixels; places are counted in numbers, from 0, and may be fractions.
 */
export class Viewport {
  readonly #listeners = new Set<() => void>();
  #rows = 0;
  #columns = 0;
  #isStrip = false;
  #isPicture = false;
  /** whose room it is */
  #leader: object | null = null;
  #width = 0;
  #height = 0;
  #pixelRatio = 1;
  #zoom = 1;
  #top = 0;
  #left = 0;
  #pointed: Cell | null = null;
  /** where to go as soon as there is room: "pixels" as {@link zoomToPixels} does */
  #awaited: ViewportPlace | "pixels" | null = null;

  /** Calls `changed` whenever another part is seen or another place is pointed at. @returns ends it */
  onChange(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  get rows(): number {
    return this.#rows;
  }

  get columns(): number {
    return this.#columns;
  }

  /** Whether there is one row that fills the height: bars, not squares. */
  get isStrip(): boolean {
    return this.#isStrip;
  }

  get zoom(): number {
    return this.#zoom;
  }

  /** How far one can zoom in. */
  get mostZoom(): number {
    const { width, height } = this.#cellAt(1);
    const least = this.#isStrip ? width : Math.min(width, height);
    return least > 0 ? Math.max(1, mostCell / least) : 1;
  }

  get cellWidth(): number {
    return this.#cellAt(this.#zoom).width;
  }

  get cellHeight(): number {
    return this.#cellAt(this.#zoom).height;
  }

  /** Under the pointer, or where the keyboard is; null when nowhere. */
  get pointed(): Cell | null {
    return this.#pointed;
  }

  /** Whole rows and columns that are seen, even a little of them. */
  get visible(): PlanePart {
    const { width, height } = this.#cellAt(this.#zoom);
    if (!(width > 0) || !(height > 0)) return { firstRow: 0, firstColumn: 0, rows: 0, columns: 0 };
    const firstRow = Math.floor(this.#top);
    const firstColumn = Math.floor(this.#left);
    const end = (from: number, room: number, cell: number, most: number) =>
      Math.min(most, Math.ceil(from + room / cell - 1e-6));
    return {
      firstRow,
      firstColumn,
      rows: end(this.#top, this.#height, height, this.#rows) - firstRow,
      columns: end(this.#left, this.#width, width, this.#columns) - firstColumn,
    };
  }

  /** Whether something is pointed at that is seen, even a little of it. */
  get isPointedSeen(): boolean {
    if (this.#pointed === null) return false;
    const { firstRow, firstColumn, rows, columns } = this.visible;
    const { row, column } = this.#pointed;
    return row >= firstRow && row < firstRow + rows && column >= firstColumn && column < firstColumn + columns;
  }

  get place(): ViewportPlace {
    if (this.#awaited !== null && this.#awaited !== "pixels") return this.#awaited;
    return {
      zoom: this.#zoom,
      middleRow: this.#top + this.#height / this.cellHeight / 2,
      middleColumn: this.#left + this.#width / this.cellWidth / 2,
    };
  }

  /** Shows another plane, whole. One of the same extent keeps its place. */
  setPlane(rows: number, columns: number, isStrip = false, isPicture = false): void {
    const isSameForm = isStrip === this.#isStrip && isPicture === this.#isPicture;
    if (rows === this.#rows && columns === this.#columns && isSameForm) return;
    this.#rows = rows;
    this.#columns = columns;
    this.#isStrip = isStrip;
    this.#isPicture = isPicture;
    this.#zoom = 1;
    this.#top = 0;
    this.#left = 0;
    this.#pointed = null;
    this.#awaited = null;
    this.#tell();
  }

  /** Goes where it was in an earlier window. */
  restore(place: ViewportPlace): void {
    this.#awaited = place;
    this.#settle();
  }

  /**
   * Gives the room that there is. What is in its left upper corner stays there.
   *
   * @param picture whose room it is: of several that share the viewport the first one's counts, since they learn one after
   *   the other that the page has become another size
   */
  fit(width: number, height: number, pixelRatio: number, picture: object = this): void {
    this.#leader ??= picture;
    if (picture !== this.#leader) return;
    if (width === this.#width && height === this.#height && pixelRatio === this.#pixelRatio) return;
    this.#width = width;
    this.#height = height;
    this.#pixelRatio = pixelRatio;
    this.#settle();
  }

  /** Zooms by a factor; what is at (x, y) of the room stays there. */
  zoomBy(factor: number, x = this.#width / 2, y = this.#height / 2): void {
    const before = this.#cellAt(this.#zoom);
    if (!(before.width > 0)) return;
    const column = this.#left + x / before.width;
    const row = this.#top + y / before.height;
    this.#zoom = clamp(this.#zoom * factor, 1, this.mostZoom);
    const after = this.#cellAt(this.#zoom);
    this.#left = column - x / after.width;
    this.#top = row - y / after.height;
    this.#settle();
  }

  /** Zooms by a factor; what is pointed at stays there, if it is seen, else the middle. */
  zoomAtPointed(factor: number): void {
    if (this.#pointed === null || !this.isPointedSeen) {
      this.zoomBy(factor);
      return;
    }
    const { row, column } = this.#pointed;
    const { left, top, width, height } = this.rectangleOf({ firstRow: row, firstColumn: column, rows: 1, columns: 1 });
    this.zoomBy(factor, left + width / 2, top + height / 2);
  }

  /** Zooms in until each number has at least a device pixel of its own. */
  zoomToPixels(): void {
    const { width, height } = this.#cellAt(1);
    const least = this.#isStrip ? width : Math.min(width, height);
    if (least === 0) this.#awaited = "pixels";
    else this.zoomBy(1 / (least * this.#pixelRatio) / this.#zoom, 0, 0);
  }

  showWhole(): void {
    this.#zoom = 1;
    this.#top = 0;
    this.#left = 0;
    this.#settle();
  }

  /** Moves what is seen, as a hand moves paper: what is right of the edge comes in when `x` is negative. */
  panBy(x: number, y: number): void {
    this.#left -= x / this.cellWidth;
    this.#top -= y / this.cellHeight;
    this.#settle();
  }

  point(cell: Cell | null): void {
    if (cell?.row === this.#pointed?.row && cell?.column === this.#pointed?.column) return;
    this.#pointed = cell;
    this.#tell();
  }

  /** Points at a number that is brought to sight if it is not. */
  pointAndFollow(cell: Cell): void {
    const row = clamp(cell.row, 0, this.#rows - 1);
    const column = clamp(cell.column, 0, this.#columns - 1);
    this.#pointed = { row, column };
    const seen = (from: number, at: number, room: number) => clamp(from, at + 1 - room, at);
    this.#top = seen(this.#top, row, this.#height / this.cellHeight);
    this.#left = seen(this.#left, column, this.#width / this.cellWidth);
    this.#settle();
  }

  /** Which number is at a point of the room. */
  cellUnder(x: number, y: number): Cell | null {
    const row = Math.floor(this.#top + y / this.cellHeight);
    const column = Math.floor(this.#left + x / this.cellWidth);
    const isInside = row >= 0 && row < this.#rows && column >= 0 && column < this.#columns;
    return isInside ? { row, column } : null;
  }

  /** Where a part of the plane is in the room. */
  rectangleOf({ firstRow, firstColumn, rows, columns }: PlanePart) {
    const { width, height } = this.#cellAt(this.#zoom);
    return {
      left: (firstColumn - this.#left) * width,
      top: (firstRow - this.#top) * height,
      width: columns * width,
      height: rows * height,
    };
  }

  #cellAt(zoom: number): { readonly width: number; readonly height: number } {
    if (this.#rows === 0 || this.#columns === 0 || this.#width === 0) return { width: 0, height: 0 };
    const fittingWidth = this.#width / this.#columns;
    const fittingHeight = this.#height / this.#rows;
    if (this.#isStrip) {
      return { width: this.#whole(Math.min(mostCell, Math.min(mostCell, fittingWidth) * zoom)), height: fittingHeight };
    }
    if (this.#isPicture) {
      const side = Math.min(mostCell, Math.min(fittingWidth, fittingHeight) * zoom);
      return { width: side, height: side };
    }
    const least = this.#whole(Math.min(mostCell, fittingWidth, fittingHeight));
    const grown = (fitting: number) =>
      this.#whole(Math.min(mostCell, Math.max(least, Math.min(easyCell, fitting)) * zoom));
    return { width: grown(fittingWidth), height: grown(fittingHeight) };
  }

  /** Whole device pixels, so that all numbers are of one size; smaller ones are as small as they are. */
  #whole(length: number): number {
    const devicePixels = length * this.#pixelRatio;
    return devicePixels < 1 ? length : Math.floor(devicePixels + 1e-6) / this.#pixelRatio;
  }

  /** Brings what is seen back to the plane, and tells. */
  #settle(): void {
    const awaited = this.#awaited;
    if (awaited !== null && this.#width > 0 && this.#rows > 0) {
      this.#awaited = null;
      if (awaited === "pixels") {
        this.zoomToPixels();
        return;
      }
      const { zoom, middleRow, middleColumn } = awaited;
      this.#zoom = clamp(zoom, 1, this.mostZoom);
      this.#top = middleRow - this.#height / this.cellHeight / 2;
      this.#left = middleColumn - this.#width / this.cellWidth / 2;
    }
    const { width, height } = this.#cellAt(this.#zoom);
    if (width > 0) {
      this.#left = clamp(this.#left, 0, Math.max(0, this.#columns - this.#width / width));
      this.#top = clamp(this.#top, 0, Math.max(0, this.#rows - this.#height / height));
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
