import type { CompareToHost, HostToCompare } from "../../extension/protocol/compareMessages.ts";
import { offerColours } from "../drawings/theme.ts";
import { element } from "../element.ts";
import { HostConnection } from "../hostConnection.ts";
import { keepKeysOfControls } from "../keepKeysOfControls.ts";
import { registerControls } from "../toolkit.ts";
import { AnswerSection } from "./answerSection.ts";
import { type CompareState, compareStateAfter, unknownComparison } from "./compareState.ts";
import { DisagreementSection } from "./disagreementSection.ts";
import { NeuronTable } from "./neuronTable.ts";
import { PairTable } from "./pairTable.ts";
import { PairView } from "./pairView.ts";
import { SliceRequests } from "./sliceRequests.ts";
import "../controls.css";
import "../drawings/drawings.css";
import "../slider.css";
import "./compare.css";

/** The page of a comparison: keeps what the host says, and shows it at most once a frame. */
class ComparePage {
  readonly #connection = new HostConnection<HostToCompare, CompareToHost>((message) => this.#receive(message));
  readonly #requests = new SliceRequests((message) => this.#connection.send(message));
  readonly #answer: AnswerSection;
  readonly #table = new PairTable((pair) => this.#choose(pair));
  readonly #pair = new PairView(this.#requests);
  readonly #neurons = new NeuronTable();
  readonly #disagreements: DisagreementSection;
  readonly #middle: HTMLElement;
  #state: CompareState = unknownComparison;
  #chosen: number | null = null;
  #isReordered = false;
  #frame: number | undefined;

  constructor() {
    const send = (message: CompareToHost) => this.#connection.send(message);
    this.#answer = new AnswerSection(send, (isReordered) => this.#reorder(isReordered));
    this.#disagreements = new DisagreementSection(send);
    this.#middle = element("div", { class: "compare-middle" }, this.#table.element, this.#pair.element);
    const page = element(
      "main",
      { class: "compare" },
      this.#answer.element,
      this.#middle,
      this.#neurons.element,
      this.#disagreements.element,
    );
    document.body.append(page);
    offerColours(page);
    this.#draw();
    this.#connection.send({ type: "ready" });
  }

  #receive(message: HostToCompare): void {
    if (message.type === "sliceRead" || message.type === "sliceRefused") {
      this.#requests.receive(message);
      return;
    }
    this.#state = compareStateAfter(this.#state, message);
    const { comparison } = this.#state;
    if (message.type === "comparisonOpened" && comparison !== null) {
      const { a, b, outline } = comparison;
      this.#connection.remember("names", { a: a.name, b: b.name });
      this.#isReordered = false;
      const remembered = this.#connection.recall("pair");
      const isThere = typeof remembered === "number" && remembered < outline.pairs.length;
      const first = outline.pairs.findIndex(({ problem }) => problem === null);
      this.#chosen = isThere ? remembered : first < 0 ? null : first;
    }
    if (message.type === "comparisonRefused") this.#connection.remember("names", message.names);
    this.#schedule();
  }

  #choose(pair: number): void {
    this.#chosen = pair;
    this.#connection.remember("pair", pair);
    this.#schedule();
  }

  #reorder(isReordered: boolean): void {
    this.#isReordered = isReordered;
    if (isReordered && !this.#state.compared?.isAnyReordered) this.#connection.send({ type: "compareReordered" });
    this.#schedule();
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #draw(): void {
    const state = this.#state;
    this.#middle.hidden = state.comparison === null;
    this.#answer.update(state, this.#isReordered);
    this.#table.update(state, this.#isReordered, this.#chosen);
    this.#pair.update(state, this.#chosen, this.#isReordered);
    this.#neurons.update(state);
    this.#disagreements.update(state);
  }
}

registerControls();
keepKeysOfControls(document.body);
new ComparePage();
