import { element, writeText } from "../element.ts";
import { type DimensionChoice, withDimension } from "./dimensionChoice.ts";
import "./sliceControls.css";

/** Which of a tensor's dimensions are rows and columns, and a slider for each of the others. */
export class SliceControls {
  readonly element = element("div", { class: "slice-controls" });
  readonly #chosen: (choice: DimensionChoice) => void;
  #shape: readonly number[] = [];
  #choice: DimensionChoice = { rowDimension: null, columnDimension: null, at: [] };

  constructor(chosen: (choice: DimensionChoice) => void) {
    this.#chosen = chosen;
  }

  show(shape: readonly number[], choice: DimensionChoice): void {
    const isSame =
      shape.join() === this.#shape.join() &&
      choice.rowDimension === this.#choice.rowDimension &&
      choice.columnDimension === this.#choice.columnDimension;
    this.#shape = shape;
    this.#choice = choice;
    this.element.hidden = shape.length < 2;
    // A slider under a hand stays the one it is.
    if (isSame) return;
    this.element.replaceChildren();
    if (shape.length < 2) return;
    this.element.append(
      this.#dimensionSelect("rowDimension", "Rows"),
      this.#dimensionSelect("columnDimension", "Columns"),
    );
    for (let dimension = 0; dimension < shape.length; dimension++) {
      if (dimension === choice.rowDimension || dimension === choice.columnDimension) continue;
      this.element.append(this.#slider(dimension));
    }
  }

  #dimensionSelect(which: "rowDimension" | "columnDimension", title: string): HTMLElement {
    const select = element("select", { class: "dimension-select" });
    this.#shape.forEach((size, dimension) => {
      const isChosen = this.#choice[which] === dimension;
      select.append(
        element("option", { value: String(dimension), selected: isChosen }, `dimension ${dimension}: ${size}`),
      );
    });
    select.addEventListener("change", () => this.#chosen(withDimension(this.#choice, which, Number(select.value))));
    return element("label", { class: "slice-control" }, `${title} `, select);
  }

  #slider(dimension: number): HTMLElement {
    const last = this.#shape[dimension] - 1;
    const label = `Index in dimension ${dimension}, from 0 to ${last}`;
    const range = element("input", {
      type: "range",
      class: "slider",
      min: "0",
      max: String(last),
      "aria-label": label,
    });
    range.value = String(this.#choice.at[dimension]);
    range.disabled = last === 0;
    const words = element("output", { class: "slice-index" });
    const write = () => writeText(words, `${range.value} of 0–${last}`);
    write();
    range.addEventListener("input", () => {
      write();
      const at = this.#choice.at.map((index, place) => (place === dimension ? Number(range.value) : index));
      this.#chosen({ ...this.#choice, at });
    });
    return element("label", { class: "slice-control" }, `Dimension ${dimension} `, range, words);
  }
}
