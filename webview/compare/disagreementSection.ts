import type { CompareToHost, ReadExamples } from "../../extension/protocol/compareMessages.ts";
import { disagreementsInWords } from "../../extension/protocol/comparisonInWords.ts";
import type { Disagreement } from "../../extension/protocol/weightsComparison.ts";
import { ExamplePicture } from "../drawings/examplePicture.ts";
import { element, writeText } from "../element.ts";
import { setDisabled } from "../setDisabled.ts";
import type { CompareState } from "./compareState.ts";

const pageSize = 24;

const filters = {
  all: { title: "all of these", takes: () => true },
  b: { title: "only B is right", takes: ({ label, readByB }: Disagreement) => readByB === label },
  a: { title: "only A is right", takes: ({ label, readByA }: Disagreement) => readByA === label },
  none: {
    title: "neither is right",
    takes: ({ label, readByA, readByB }: Disagreement) => readByA !== label && readByB !== label,
  },
} as const satisfies Record<string, { title: string; takes(disagreement: Disagreement): boolean }>;
type FilterName = keyof typeof filters;

/** The examples that the two read differently, as pictures, the surest first, a page at a time. */
export class DisagreementSection {
  readonly element: HTMLElement;
  readonly #send: (message: CompareToHost) => void;
  readonly #title = element("h2");
  readonly #dataset = element("vscode-dropdown", { "aria-label": "Examples that both read" });
  readonly #filter = element("vscode-dropdown", { "aria-label": "Which disagreements are shown" });
  readonly #grid = element("div", { class: "disagreements", role: "list" });
  readonly #pages = element("div", { class: "disagreement-pages" });
  readonly #place = element("span", { role: "status" });
  readonly #previous = element("vscode-button", { appearance: "secondary" }, "Previous");
  readonly #next = element("vscode-button", { appearance: "secondary" }, "Next");
  readonly #cards = Array.from({ length: pageSize }, () => new Card());
  #read: ReadExamples | null = null;
  #page = 0;

  constructor(send: (message: CompareToHost) => void) {
    this.#send = send;
    for (const [name, { title }] of Object.entries(filters)) {
      this.#filter.append(element("vscode-option", { value: name }, title));
    }
    this.#filter.addEventListener("change", () => this.#turnTo(0));
    this.#dataset.addEventListener("change", () => this.#chooseDataset());
    this.#previous.addEventListener("click", () => this.#turnTo(this.#page - 1));
    this.#next.addEventListener("click", () => this.#turnTo(this.#page + 1));
    this.#grid.append(...this.#cards.map((card) => card.element));
    this.#pages.append(this.#previous, this.#place, this.#next);
    this.element = element(
      "section",
      { class: "compare-disagreements" },
      this.#title,
      element("div", { class: "compare-controls" }, this.#dataset, this.#filter),
      this.#grid,
      this.#pages,
    );
  }

  update({ comparison, read }: CompareState): void {
    const offered = comparison?.offered ?? [];
    this.element.hidden = offered.length === 0 || read === null;
    if (read === null || read === this.#read) return;
    this.#read = read;
    writeText(this.#title, disagreementsInWords(read.readings));
    this.#filter.hidden = read.readings.disagreements === 0;
    this.#dataset.hidden = offered.length < 2;
    this.#dataset.replaceChildren(
      ...offered.map(({ dataset, label }) => element("vscode-option", { value: dataset }, label)),
    );
    this.#dataset.value = read.dataset;
    this.#turnTo(0);
  }

  #chooseDataset(): void {
    const { value } = this.#dataset;
    if (value !== this.#read?.dataset) this.#send({ type: "readExamples", dataset: value });
  }

  #turnTo(page: number): void {
    const read = this.#read;
    if (read === null) return;
    const filter = filters[(this.#filter.value || "all") as FilterName];
    const { listed } = read.readings;
    const chosen = listed
      .map((disagreement, place) => ({ disagreement, place }))
      .filter((one) => filter.takes(one.disagreement));
    const pages = Math.max(1, Math.ceil(chosen.length / pageSize));
    this.#page = Math.min(Math.max(0, page), pages - 1);
    const first = this.#page * pageSize;
    this.#cards.forEach((card, k) => {
      const one = chosen[first + k];
      card.show(one === undefined ? null : { read, ...one });
    });
    const last = Math.min(chosen.length, first + pageSize);
    const isCut = listed.length < read.readings.disagreements;
    const among = isCut ? ` among the ${listed.length} surest` : "";
    const shown = chosen.length === 0 ? "none" : `${first + 1}–${last} of ${chosen.length}`;
    writeText(this.#place, `${shown}${among}, the surest first`);
    setDisabled(this.#previous, this.#page === 0);
    setDisabled(this.#next, this.#page === pages - 1);
    this.#pages.hidden = listed.length === 0;
  }
}

/** One example with both answers. */
class Card {
  readonly element: HTMLElement;
  readonly #picture = new ExamplePicture();
  readonly #answers = { a: element("span"), b: element("span") };
  readonly #truth = element("span");

  constructor() {
    this.element = element(
      "figure",
      { class: "disagreement", role: "listitem" },
      element("div", { class: "disagreement-picture" }, this.#picture.element),
      element("figcaption", {}, this.#answers.a, this.#answers.b, this.#truth),
    );
  }

  show(
    shown: { readonly read: ReadExamples; readonly disagreement: Disagreement; readonly place: number } | null,
  ): void {
    this.element.hidden = shown === null;
    if (shown === null) {
      this.#picture.show(null);
      return;
    }
    const { read, disagreement, place } = shown;
    const { label, readByA, readByB, leadOfA, leadOfB, index } = disagreement;
    const { pictures, pixels } = read.readings;
    this.#picture.show(pictures.subarray(place * pixels, (place + 1) * pixels));
    const answers = { a: readByA, b: readByB };
    for (const side of ["a", "b"] as const) {
      const isRight = answers[side] === label;
      writeText(this.#answers[side], `${side.toUpperCase()}: ${read.outputNames[answers[side]]}${isRight ? " ✓" : ""}`);
      this.#answers[side].classList.toggle("is-right", isRight);
    }
    writeText(this.#truth, readByA === label || readByB === label ? "" : `is ${read.outputNames[label]}`);
    const leads = `Lead over the second answer: A ${leadOfA.toFixed(2)}, B ${leadOfB.toFixed(2)}`;
    this.element.title = `Held-out example ${index.toLocaleString("en")}, a ${read.outputNames[label]}. ${leads}`;
  }
}
