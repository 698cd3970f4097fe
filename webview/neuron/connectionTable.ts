import { SignedBar } from "../drawings/signedBar.ts";
import { element, writeText } from "../element.ts";

/** One connection, as a row of a {@link ConnectionTable}. */
export interface Connection {
  /** the neuron at the other end, or the pixel */
  readonly name: string;
  /** the name in full, for a screen reader and the pointer */
  readonly fullName: string;
  /** the numbers as they are written, one a column */
  readonly numbers: readonly string[];
  /** the number that the bar shows */
  readonly bar: number;
}

/**
 * Connections beneath one another: who is at the other end, numbers, and a bar. Rows stay the same elements while what
 * they say changes.
 */
export class ConnectionTable {
  readonly element: HTMLTableElement;
  readonly #body = element("tbody");
  readonly #rows: ConnectionRow[] = [];
  readonly #listening = new AbortController();
  readonly #actions: ConnectionTableActions;

  /** @param headings of the name and of each number */
  constructor(label: string, headings: readonly string[], actions: ConnectionTableActions) {
    this.#actions = actions;
    this.element = element(
      "table",
      { class: "connection-table", "aria-label": label },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...headings.map((heading) => element("th", { scope: "col" }, heading)),
          element("td", { class: "connection-bar" }),
        ),
      ),
      this.#body,
    );
  }

  /**
   * @param areNeurons whether the other ends are neurons, which can be asked in their turn
   * @param limit the number whose bar reaches an end
   */
  show(connections: readonly Connection[], areNeurons: boolean, limit: number): void {
    while (this.#rows.length < connections.length) {
      const row = new ConnectionRow(
        this.#rows.length,
        connections[0].numbers.length,
        this.#actions,
        this.#listening.signal,
      );
      this.#rows.push(row);
      this.#body.append(row.element);
    }
    this.#rows.forEach((row, k) => {
      row.element.hidden = k >= connections.length;
      if (k < connections.length) row.show(connections[k], areNeurons, limit);
    });
  }

  /** Points a row out; null for none. */
  mark(place: number | null): void {
    this.#rows.forEach((row, k) => {
      row.element.classList.toggle("is-marked", k === place);
    });
  }

  dispose(): void {
    this.#listening.abort();
  }
}

/** Rows are named by their place in the table, from 0. */
export interface ConnectionTableActions {
  inspect(place: number): void;
  /** @param place null when the pointer or the focus has left */
  pointed(place: number | null): void;
}

class ConnectionRow {
  readonly element = element("tr");
  readonly #button = element("button", { class: "connection-link", type: "button" });
  readonly #text = element("span");
  readonly #numbers: readonly HTMLElement[];
  readonly #bar = new SignedBar();

  constructor(place: number, numberCount: number, actions: ConnectionTableActions, signal: AbortSignal) {
    this.#numbers = Array.from({ length: numberCount }, () => element("td"));
    this.element.append(
      element("th", { scope: "row" }, this.#button, this.#text),
      ...this.#numbers,
      element("td", { class: "connection-bar" }, this.#bar.element),
    );
    this.#button.addEventListener("click", () => actions.inspect(place), { signal });
    this.#button.addEventListener("focus", () => actions.pointed(place), { signal });
    this.#button.addEventListener("blur", () => actions.pointed(null), { signal });
    this.element.addEventListener("pointerenter", () => actions.pointed(place), { signal });
    this.element.addEventListener("pointerleave", () => actions.pointed(null), { signal });
  }

  show({ name, fullName, numbers, bar }: Connection, isNeuron: boolean, limit: number): void {
    this.#button.hidden = !isNeuron;
    this.#text.hidden = isNeuron;
    writeText(isNeuron ? this.#button : this.#text, name);
    if (isNeuron && this.#button.title !== fullName) {
      this.#button.title = fullName;
      this.#button.setAttribute("aria-label", `${name}, ${fullName}: inspect`);
    }
    numbers.forEach((text, k) => {
      writeText(this.#numbers[k], text);
    });
    this.#bar.show(bar, limit);
  }
}
