import { counted } from "../../extension/protocol/counted.ts";
import { messageOf } from "../../extension/protocol/messageOf.ts";
import { otherThanNumbers } from "../../extension/protocol/otherThanNumbers.ts";
import { roundLimit } from "../../extension/protocol/roundLimit.ts";
import { bytesText, shapeText } from "../../extension/protocol/weightsInWords.ts";
import type { TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { Legend } from "../drawings/legend.ts";
import { Tooltip } from "../drawings/tooltip.ts";
import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";
import { addPictureGestures, keysOfPicture } from "../tensors/pictureGestures.ts";
import { type Plane, PlaneReader } from "../tensors/planeReader.ts";
import { TensorPicture } from "../tensors/tensorPicture.ts";
import { valueText } from "../tensors/valueText.ts";
import { Viewport, type ViewportPlace } from "../tensors/viewport.ts";
import { type DimensionChoice, defaultChoice, fittingChoice, indicesOf, planeSize } from "./dimensionChoice.ts";
import { type FileRequests, Superseded } from "./fileRequests.ts";
import { SliceControls } from "./sliceControls.ts";
import { StatisticsList } from "./statisticsList.ts";
import type { TensorRow } from "./tensorRows.ts";
import { ValueHistogram } from "./valueHistogram.ts";

/** What is seen of a tensor, for after a reload of the window. */
export interface TensorPlace {
  readonly choice: DimensionChoice;
  readonly viewport: ViewportPlace;
}

/** One tensor: its picture, how its numbers are spread, its statistics. */
export class TensorView {
  readonly element: HTMLElement;
  readonly #requests: FileRequests;
  readonly #moved: () => void;
  readonly #viewport = new Viewport();
  readonly #picture = new TensorPicture(this.#viewport);
  readonly #reader: PlaneReader;
  readonly #controls = new SliceControls((choice) => this.#choose(choice));
  readonly #histogram = new ValueHistogram();
  readonly #statistics = new StatisticsList();
  readonly #legend = new Legend("value", "diverging");
  readonly #tooltip = new Tooltip();
  readonly #listening = new AbortController();
  readonly #title = element("h2");
  readonly #facts = element("span", { class: "tensor-facts" });
  readonly #room: HTMLElement;
  readonly #number = element("p", { class: "single-number" });
  readonly #problem = element("p", { class: "tensor-problem", role: "status" });
  readonly #progress = element("progress", { max: "1", "aria-label": "Reading the tensor" });
  readonly #where = element("span", { class: "picture-where" });
  readonly #spoken = element("div", { class: "visually-hidden", role: "status" });
  readonly #nonFinite = element("span", { class: "non-finite-legend" });
  readonly #distribution: HTMLElement;
  #row: TensorRow | null = null;
  #choice: DimensionChoice = defaultChoice([]);
  /** size of the largest number that was read of the tensor: a scale that shrank on the way would mislead */
  #largestSeen = 0;
  #isPointerInside = false;
  #pointer = { x: 0, y: 0 };

  /** @param moved another part, or another slice, is seen */
  constructor(requests: FileRequests, moved: () => void) {
    this.#requests = requests;
    this.#moved = moved;
    const canvas = this.#picture.element;
    canvas.removeAttribute("aria-hidden");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", "picture of the tensor");
    this.#reader = new PlaneReader(this.#viewport, this.#picture, {
      progressed: (share) => {
        this.#progress.hidden = share === null;
        this.#progress.value = share ?? 0;
        // What is pointed at may be finer now, or another number.
        if (share === null) this.#showPointed();
      },
      failed: (error) => this.#fail(error),
      // Until the statistics say what all slices reach to.
      wholeRead: (largest) => {
        this.#largestSeen = Math.max(this.#largestSeen, largest);
        if (this.#row?.statistics?.max == null) this.#setLimit(this.#largestSeen);
      },
    });
    this.#room = element("div", { class: "picture-room" }, canvas);
    this.#distribution = element(
      "div",
      { class: "tensor-numbers" },
      element(
        "figure",
        { class: "tensor-histogram" },
        element("figcaption", {}, "How many are how large"),
        element("div", { class: "value-histogram-room" }, this.#histogram.element),
      ),
      this.#statistics.element,
    );
    this.element = element(
      "section",
      { class: "tensor-view", "aria-label": "Tensor" },
      element("header", {}, this.#title, this.#facts),
      this.#controls.element,
      this.#problem,
      this.#number,
      this.#room,
      element(
        "div",
        { class: "picture-foot" },
        this.#legend.element,
        this.#nonFinite,
        this.#zoomButtons(),
        this.#where,
        this.#progress,
      ),
      this.#distribution,
      this.#spoken,
    );
    this.#progress.hidden = true;
    this.#listen(canvas);
  }

  get row(): TensorRow | null {
    return this.#row;
  }

  get place(): TensorPlace {
    return { choice: this.#choice, viewport: this.#viewport.place };
  }

  /**
   * Shows a tensor, whole, or where it was last seen.
   *
   * @param isSame whether it is the one that is shown, of a newer reading of the file: what changed lights up
   */
  show(row: TensorRow, isSame: boolean, place?: TensorPlace): void {
    const keeps = isSame && this.#row !== null;
    const isSameShape = keeps && row.shape.join() === this.#row?.shape.join();
    this.#row = row;
    this.#largestSeen = 0;
    writeText(this.#title, row.name);
    this.#title.title = row.name;
    const facts = [shapeText(row.shape), row.dtype, otherThanNumbers(row.dtype) ?? counted(row.count, "number")];
    if (row.byteLength !== null) facts.push(bytesText(row.byteLength));
    writeText(this.#facts, facts.join(" · "));
    const wanted = place?.choice ?? (keeps ? this.#choice : undefined);
    this.#choice = (wanted && fittingChoice(wanted, row.shape)) ?? defaultChoice(row.shape);
    this.#showStatistics();
    this.#readPlane(isSameShape);
    if (place) this.#viewport.restore(place.viewport);
  }

  /** Shows what has been found out about the tensor meanwhile. */
  showStatistics(row: TensorRow): void {
    if (row === this.#row) this.#showStatistics();
  }

  dispose(): void {
    this.#listening.abort();
    this.#reader.dispose();
    this.#picture.dispose();
    this.#histogram.dispose();
    this.#legend.dispose();
    this.#tooltip.dispose();
  }

  #listen(canvas: HTMLCanvasElement): void {
    const { signal } = this.#listening;
    addPictureGestures(canvas, this.#viewport, signal);
    canvas.addEventListener(
      "pointermove",
      ({ clientX, clientY }) => {
        this.#isPointerInside = true;
        this.#pointer = { x: clientX, y: clientY };
        this.#showPointed();
      },
      { signal },
    );
    canvas.addEventListener(
      "pointerleave",
      () => {
        this.#isPointerInside = false;
        this.#tooltip.hide();
      },
      { signal },
    );
    this.#viewport.onChange(() => {
      this.#showPointed();
      this.#showWhere();
      this.#moved();
    });
  }

  #zoomButtons(): HTMLElement {
    const button = (text: string, name: string, press: () => void) => {
      const made = element("vscode-button", { appearance: "secondary", "aria-label": name, title: name }, text);
      made.addEventListener("click", press);
      return made;
    };
    return element(
      "div",
      { class: "zoom-buttons" },
      button("−", "Zoom out", () => this.#viewport.zoomBy(1 / 1.5)),
      button("+", "Zoom in", () => this.#viewport.zoomBy(1.5)),
      button("Whole", "Show the whole tensor", () => this.#viewport.showWhole()),
    );
  }

  #choose(choice: DimensionChoice): void {
    this.#choice = choice;
    if (this.#row) this.#readPlane(false);
    this.#moved();
  }

  #readPlane(isSame: boolean): void {
    const row = this.#row;
    if (row === null) return;
    const { shape } = row;
    const choice = this.#choice;
    this.#controls.show(shape, choice);
    this.#problem.hidden = true;
    this.#number.hidden = shape.length > 0;
    const others = otherThanNumbers(row.dtype);
    this.#room.hidden = shape.length === 0 || row.count === 0 || others !== null;
    this.element.classList.toggle("has-no-picture", this.#room.hidden);
    this.element.classList.toggle("is-strip", shape.length === 1);
    if (row.count === 0 || others !== null) {
      this.#number.hidden = true;
      this.#reader.show(null, false);
      const isEmpty = "It holds no numbers: one of its dimensions is 0.";
      this.#say(row.count === 0 ? isEmpty : `It holds ${others}, which Downhill does not read.`);
      return;
    }
    if (shape.length === 0) {
      this.#reader.show(null, false);
      void this.#readNumber(row);
      return;
    }
    const plane: Plane = {
      ...planeSize(shape, choice),
      isStrip: shape.length === 1,
      read: (part, signal, progressed) =>
        this.#requests.readSlice(row.index, { ...choice, ...part }, signal, progressed),
    };
    const extent = plane.isStrip
      ? counted(plane.columns, "number")
      : `${counted(plane.rows, "row")} of ${wholeText(plane.columns)}`;
    this.#picture.element.setAttribute("aria-label", `${row.name}, ${extent}. ${keysOfPicture}`);
    this.#reader.show(plane, isSame);
    this.#showWhere();
  }

  async #readNumber(row: TensorRow): Promise<void> {
    const one = { firstRow: 0, firstColumn: 0, rows: 1, columns: 1, mostRows: 1, mostColumns: 1 };
    try {
      const { values } = await this.#requests.readSlice(row.index, { ...this.#choice, ...one }, this.#listening.signal);
      if (row === this.#row) writeText(this.#number, valueText(values[0], 8));
    } catch (error) {
      if (row === this.#row) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof Superseded) return;
    this.#room.hidden = true;
    this.#number.hidden = true;
    this.element.classList.add("has-no-picture");
    this.#say(`No picture: ${messageOf(error)}`);
  }

  #say(problem: string): void {
    writeText(this.#problem, problem);
    this.#problem.hidden = false;
  }

  #showStatistics(): void {
    const row = this.#row;
    if (row === null) return;
    const { statistics } = row;
    this.#statistics.show(statistics, row.refusal !== null);
    this.#histogram.show(statistics);
    const hasNoNumbers = row.count === 0 || row.refusal !== null;
    this.#distribution.hidden = row.shape.length === 0 || hasNoNumbers;
    // Of another slice there would be as little to see.
    this.element.classList.toggle("has-no-numbers", hasNoNumbers);
    this.#showNonFinite(statistics);
    if (statistics?.min != null && statistics.max != null) {
      this.#setLimit(Math.max(Math.abs(statistics.min), Math.abs(statistics.max)));
    }
  }

  #showNonFinite(statistics: TensorStatistics | null): void {
    const { notANumber = 0, infinite = 0 } = statistics ?? {};
    const entry = (count: number, name: string, text: string) =>
      count === 0 ? [] : [element("span", { class: `swatch ${name}` }), `${text} (${wholeText(count)})`];
    this.#nonFinite.replaceChildren(
      ...entry(notANumber, "swatch-not-a-number", "not a number"),
      ...entry(infinite, "swatch-infinite", "infinite"),
    );
  }

  #setLimit(largest: number): void {
    const limit = roundLimit(largest);
    this.#picture.limit = limit;
    this.#legend.show(limit);
  }

  #showWhere(): void {
    const { visible, rows, columns, zoom, isStrip } = this.#viewport;
    const range = (what: string, first: number, count: number, all: number) =>
      count >= all
        ? `${wholeText(all)} ${what}`
        : `${what} ${wholeText(first)}–${wholeText(first + count - 1)} of ${wholeText(all)}`;
    const parts = isStrip ? [] : [range("rows", visible.firstRow, visible.rows, rows)];
    parts.push(range(isStrip ? "numbers" : "columns", visible.firstColumn, visible.columns, columns));
    writeText(this.#where, zoom > 1 ? parts.join(" · ") : "");
  }

  #showPointed(): void {
    const { pointed } = this.#viewport;
    const shown = pointed && this.#picture.valueAt(pointed);
    if (!pointed || !this.#row || !shown || !this.#viewport.isPointedSeen) {
      this.#tooltip.hide();
      return;
    }
    const indices = indicesOf(this.#choice, pointed.row, pointed.column);
    const isThinned = shown.patch.rows > 1 || shown.patch.columns > 1;
    const lines = isThinned
      ? [
          valueText(shown.value, 6),
          `largest of ${wholeText(shown.patch.rows)} × ${wholeText(shown.patch.columns)} around [${indices.join(", ")}]`,
        ]
      : [valueText(shown.value, 6), `[${indices.join(", ")}]`];
    if (this.#isPointerInside) this.#tooltip.show(lines, this.#pointer.x, this.#pointer.y);
    else {
      const box = this.#viewport.rectangleOf(shown.patch);
      const room = this.#picture.element.getBoundingClientRect();
      this.#tooltip.show(lines, room.left + box.left + box.width, room.top + box.top + box.height);
    }
    if (this.#picture.element.matches(":focus-visible")) writeText(this.#spoken, lines.join(", "));
  }
}
