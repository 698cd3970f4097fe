import { elidedName } from "../../extension/protocol/elidedName.ts";
import { element, writeText } from "../element.ts";
import { fittingColumns } from "./fittingColumns.ts";
import { TextWidth } from "./textWidth.ts";
import "./virtualTable.css";

/** One column of a table. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** what the column holds, in a sentence, for who rests on its title */
  readonly explanation?: string;
  readonly widthCssPixels: number;
  /** how wide it may become where its texts are long; as wide as ever if left out */
  readonly mostCssPixels?: number;
  /** whether its texts are tensors' names, which lose their beginning where they have no room */
  readonly isName?: boolean;
  /** of columns that make room for others, the one with the largest goes first; those without one stay */
  readonly rank?: number;
  /** whether its texts are numbers, which stand at the right */
  readonly isNumber: boolean;
  text(row: Row): string;
  /** less than 0 when `one` comes before `other`; rows of which it knows nothing yet come last: {@link comesLast} */
  compare(one: Row, other: Row): number;
  /** how long a bar lies under the text, 0…1; null for none */
  barShare?(row: Row): number | null;
  /** whether there is nothing to compare a row by yet */
  comesLast?(row: Row): boolean;
}

/** By which column a table is sorted; null is the order in which the rows were given. */
export interface TableOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

export interface VirtualTableParts<Row> {
  /** by which its cells are told from those of the page's other tables */
  readonly id: string;
  /** what it is a table of, for screen readers */
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  /** the same row is known again by it after {@link VirtualTable.setRows} */
  key(row: Row): string;
  selected(row: Row): void;
  orderChanged(order: TableOrder | null): void;
  /** other rows are in sight than before, in the table's order */
  seen?(rows: readonly Row[]): void;
  /** a letter was typed while the table has the focus */
  typed?(letter: string): void;
}

const rowHeight = 22;
/** Of a cell, at its left and right together. */
const paddingCssPixels = 14;
/** Figures of one width are a little wider than a canvas measures them. */
const slackCssPixels = 2;
/** Rows beyond each edge that are made, too: a fast hand sees no gap. */
const overscan = 6;

/**
 * A table of any number of rows, of which only those in sight are in the page, and of whose columns those that have room.
 * It is sorted by a click on a column's title: once, the other way round, and as it was. Keys: arrows, Page Up and Down,
 * Home and End choose a row; Up from the first row goes to the titles, along which arrows walk and Enter sorts.
 */
export class VirtualTable<Row> {
  readonly element: HTMLElement;
  readonly #parts: VirtualTableParts<Row>;
  readonly #head: HTMLElement;
  readonly #body = element("div", { class: "virtual-table-body", role: "rowgroup" });
  readonly #titles: readonly HTMLButtonElement[];
  readonly #listening = new AbortController();
  readonly #resizeObserver = new ResizeObserver(() => {
    this.#makeRoom();
    this.#draw();
  });
  readonly #textWidth: TextWidth;
  /** those in the page, by their place in the order */
  readonly #drawn = new Map<number, HTMLElement>();
  #rows: readonly Row[] = [];
  #ordered: readonly Row[] = [];
  /** of the columns that widen, by id */
  readonly #longestTexts = new Map<string, string>();
  #order: TableOrder | null = null;
  #selectedKey: string | null = null;
  /** its place in the order; −1 where no row has it. Looked for once: among very many rows that takes a while */
  #selectedIndex = -1;
  #activeColumn = 0;
  /** the columns that have room, by id */
  #fitting: ReadonlySet<string>;
  /** room for a name in the first column, in CSS pixels */
  #nameRoom = 0;

  constructor(parts: VirtualTableParts<Row>) {
    this.#parts = parts;
    this.#titles = parts.columns.map(({ title, explanation }) =>
      element("button", { type: "button", title: explanation, tabindex: "-1" }, title),
    );
    this.#head = element(
      "div",
      { class: "virtual-table-row virtual-table-head", role: "row", "aria-rowindex": "1" },
      ...this.#titles.map((title, k) =>
        element("div", { role: "columnheader", class: parts.columns[k].isNumber ? "is-number" : undefined }, title),
      ),
    );
    this.element = element(
      "div",
      {
        class: "virtual-table",
        role: "grid",
        tabindex: "0",
        "aria-label": parts.name,
        "aria-description": "Up from the first row: titles, which sort",
      },
      element("div", { role: "rowgroup", class: "virtual-table-heads" }, this.#head),
      this.#body,
    );
    this.#textWidth = new TextWidth(this.element);
    this.#fitting = new Set(parts.columns.map(({ id }) => id));
    this.#makeRoom();
    this.#listen();
    this.#resizeObserver.observe(this.element);
  }

  get order(): TableOrder | null {
    return this.#order;
  }

  /** The rows in the order in which they are shown. */
  get ordered(): readonly Row[] {
    return this.#ordered;
  }

  /** Shows other rows, in this order or the one that was asked for; what was chosen stays chosen. */
  setRows(rows: readonly Row[]): void {
    this.#rows = rows;
    for (const { id, mostCssPixels, text } of this.#parts.columns) {
      if (mostCssPixels === undefined) continue;
      const longer = (longest: string, row: Row) => {
        const one = text(row);
        return one.length > longest.length ? one : longest;
      };
      this.#longestTexts.set(id, rows.reduce(longer, ""));
    }
    this.#makeRoom();
    this.#sort();
  }

  setOrder(order: TableOrder | null): void {
    this.#order = order;
    this.#makeRoom();
    this.#sort();
  }

  /** Marks a row as chosen, without telling of it. @param isFollowed whether it is brought to sight */
  select(key: string | null, isFollowed = false): void {
    if (key !== this.#selectedKey) {
      this.#selectedKey = key;
      this.#findSelected();
    }
    if (isFollowed) this.#bringToSight(this.#selectedIndex);
    this.#draw();
  }

  /** Writes anew what the rows in sight say. @param isSorted whether their order may have become another */
  refresh(isSorted = false): void {
    if (isSorted && this.#order !== null) this.#sort();
    else this.#draw();
  }

  /** Lights a row up for a moment. */
  flash(keys: ReadonlySet<string>): void {
    for (const [index, row] of this.#drawn) {
      if (!keys.has(this.#parts.key(this.#ordered[index]))) continue;
      row.getAnimations().forEach((animation) => void animation.cancel());
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) continue;
      row.animate([{ backgroundColor: "var(--vscode-editor-findMatchHighlightBackground)" }, {}], { duration: 900 });
    }
  }

  focus(): void {
    this.element.focus();
  }

  dispose(): void {
    this.#listening.abort();
    this.#resizeObserver.disconnect();
  }

  #listen(): void {
    const { signal } = this.#listening;
    this.element.addEventListener("scroll", () => this.#draw(), { signal, passive: true });
    this.element.addEventListener("keydown", (event) => this.#pressKey(event), { signal });
    this.#titles.forEach((title, k) => {
      title.addEventListener("click", () => this.#turnOrder(this.#parts.columns[k].id), { signal });
    });
    this.#body.addEventListener(
      "click",
      (event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
        if (row) this.#choose(Number(row.dataset.index));
      },
      { signal },
    );
  }

  /** Gives columns the widths of their longest texts, within their bounds, and those that then have room a place. */
  #makeRoom(): void {
    this.#textWidth.followFont();
    const columns = this.#parts.columns.map((column) => ({ ...column, widthCssPixels: this.#widthOf(column) }));
    const [{ widthCssPixels: firstWidth }, ...others] = columns;
    const room = this.element.clientWidth;
    this.#fitting = fittingColumns(columns, room, this.#order?.column ?? null);
    if (!this.#fitting.has(columns[this.#activeColumn].id)) this.#activeColumn = 0;
    const shown = others.filter(({ id }) => this.#fitting.has(id));
    const widths = shown.map((column) => `${column.widthCssPixels}px`);
    const otherWidth = shown.reduce((sum, column) => sum + column.widthCssPixels, 0);
    this.#nameRoom = Math.max(firstWidth, room - otherWidth) - paddingCssPixels - slackCssPixels;
    this.element.style.setProperty("--columns", `minmax(${firstWidth}px, 1fr) ${widths.join(" ")}`);
    this.element.style.setProperty("--least-width", `${firstWidth + otherWidth}px`);
    this.element.setAttribute("aria-colcount", String(1 + shown.length));
    for (const [k, title] of this.#titles.entries()) this.#hideUnlessFitting(title.parentElement, k);
  }

  #widthOf({ id, widthCssPixels, mostCssPixels = widthCssPixels }: TableColumn<Row>): number {
    const wanted = this.#textWidth.of(this.#longestTexts.get(id) ?? "") + paddingCssPixels + slackCssPixels;
    return Math.ceil(Math.min(Math.max(widthCssPixels, wanted), mostCssPixels));
  }

  /** A cell whose column has no room takes none. */
  #hideUnlessFitting(cell: Element | null, column: number): void {
    if (cell) (cell as HTMLElement).hidden = !this.#fitting.has(this.#parts.columns[column].id);
  }

  #turnOrder(column: string): void {
    const order = this.#order;
    // What is large is what one looks for among numbers, and A among names.
    const isNumber = this.#parts.columns.find(({ id }) => id === column)?.isNumber ?? false;
    if (order?.column !== column) this.#order = { column, isDescending: isNumber };
    else this.#order = order.isDescending === isNumber ? { column, isDescending: !isNumber } : null;
    this.#makeRoom();
    this.#sort();
    this.#parts.orderChanged(this.#order);
  }

  #sort(): void {
    const order = this.#order;
    const column = order && this.#parts.columns.find(({ id }) => id === order.column);
    if (!order || !column) this.#ordered = this.#rows;
    else {
      const sign = order.isDescending ? -1 : 1;
      const last = (row: Row) => Number(column.comesLast?.(row) ?? false);
      this.#ordered = this.#rows.toSorted((one, other) => last(one) - last(other) || sign * column.compare(one, other));
    }
    this.#findSelected();
    this.#parts.columns.forEach(({ id }, k) => {
      const sorted = order?.column === id ? (order.isDescending ? "descending" : "ascending") : "none";
      this.#titles[k].parentElement?.setAttribute("aria-sort", sorted);
    });
    this.element.setAttribute("aria-rowcount", String(this.#ordered.length + 1));
    this.#body.style.height = `${this.#ordered.length * rowHeight}px`;
    this.#draw();
  }

  #findSelected(): void {
    const key = this.#selectedKey;
    this.#selectedIndex = key === null ? -1 : this.#ordered.findIndex((row) => this.#parts.key(row) === key);
  }

  #pressKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== this.element) {
      this.#pressKeyOnTitle(event);
      return;
    }
    const last = this.#ordered.length - 1;
    const at = this.#selectedIndex;
    const page = Math.max(1, Math.floor(this.#bodyRoom / rowHeight) - 1);
    const indexes: Record<string, number> = {
      ArrowUp: at < 0 ? 0 : at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: last,
    };
    if (event.key === "ArrowUp" && at === 0) this.#titles[this.#activeColumn].focus();
    else if (event.key in indexes) this.#choose(Math.min(Math.max(indexes[event.key], 0), last));
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#activeColumn = this.#columnBeside(event.key === "ArrowLeft" ? -1 : 1);
      this.#draw();
      this.#drawn.get(at)?.children[this.#activeColumn].scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" && at >= 0) this.#choose(at);
    else if (this.#parts.typed && event.key.length === 1 && event.key !== " ") {
      this.#parts.typed(event.key);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Enter and the space bar sort, as on any button. */
  #pressKeyOnTitle(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") this.focus();
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#activeColumn = this.#columnBeside(event.key === "ArrowLeft" ? -1 : 1);
      this.#titles[this.#activeColumn].focus();
      this.#draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next column that has room, in a direction. */
  #columnBeside(direction: -1 | 1): number {
    const { columns } = this.#parts;
    let column = this.#activeColumn + direction;
    while (column > 0 && column < columns.length && !this.#fitting.has(columns[column].id)) column += direction;
    return column < 0 || column >= columns.length ? this.#activeColumn : column;
  }

  #choose(index: number): void {
    const row = this.#ordered[index];
    if (row === undefined) return;
    this.#selectedKey = this.#parts.key(row);
    this.#selectedIndex = index;
    this.#bringToSight(index);
    this.#draw();
    this.#parts.selected(row);
  }

  get #bodyRoom(): number {
    return this.element.clientHeight - this.#head.offsetHeight;
  }

  #bringToSight(index: number): void {
    if (index < 0) return;
    const top = index * rowHeight;
    const least = top + rowHeight - this.#bodyRoom;
    if (this.element.scrollTop > top) this.element.scrollTop = top;
    else if (this.element.scrollTop < least) this.element.scrollTop = least;
  }

  #draw(): void {
    const from = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - overscan);
    const room = Math.max(0, this.#bodyRoom);
    const to = Math.min(
      this.#ordered.length,
      Math.ceil((this.element.scrollTop + room) / rowHeight) + (room > 0 ? overscan : 0),
    );
    const spare: HTMLElement[] = [];
    for (const [index, row] of this.#drawn) {
      if (index >= from && index < to) continue;
      this.#drawn.delete(index);
      spare.push(row);
    }
    for (let index = from; index < to; index++) {
      const row = this.#drawn.get(index) ?? spare.pop() ?? this.#makeRow();
      this.#drawn.set(index, row);
      this.#write(row, index);
    }
    for (const row of spare) row.remove();
    const active = this.#drawn.get(this.#selectedIndex)?.children[this.#activeColumn];
    if (active) this.element.setAttribute("aria-activedescendant", active.id);
    else this.element.removeAttribute("aria-activedescendant");
    if (room > 0) this.#parts.seen?.(this.#ordered.slice(from, to));
  }

  #makeRow(): HTMLElement {
    const cells = this.#parts.columns.map(({ isNumber, barShare }) => {
      const classes = [isNumber && "is-number", barShare && "has-bar"];
      return element("div", { role: "gridcell", class: classes.filter(Boolean).join(" ") });
    });
    const row = element("div", { class: "virtual-table-row", role: "row" }, ...cells);
    this.#body.append(row);
    return row;
  }

  #write(row: HTMLElement, index: number): void {
    const content = this.#ordered[index];
    const isSelected = this.#parts.key(content) === this.#selectedKey;
    if (row.dataset.index !== String(index)) {
      row.dataset.index = String(index);
      row.setAttribute("aria-rowindex", String(index + 2));
      row.style.top = `${index * rowHeight}px`;
    }
    row.setAttribute("aria-selected", String(isSelected));
    this.#parts.columns.forEach((column, k) => {
      const cell = row.children[k] as HTMLElement;
      cell.id = `${this.#parts.id}-${index}-${column.id}`;
      cell.classList.toggle("is-active", isSelected && k === this.#activeColumn);
      this.#hideUnlessFitting(cell, k);
      if (cell.hidden) return;
      const text = column.text(content);
      writeText(cell, column.isName ? elidedName(text, (part) => this.#textWidth.of(part) <= this.#nameRoom) : text);
      if (column.isName) cell.ariaLabel = text;
      if (column.barShare) cell.style.setProperty("--bar-share", String(column.barShare(content) ?? 0));
      // A name that is cut short is read where one rests on it.
      if (!column.isNumber) cell.title = text;
    });
  }
}
