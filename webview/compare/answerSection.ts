import type { CompareToHost, OpenedSide, Side } from "../../extension/protocol/compareMessages.ts";
import {
  answerInWords,
  matchingInWords,
  readingsInWords,
  scalingInWords,
} from "../../extension/protocol/comparisonInWords.ts";
import { counted } from "../../extension/protocol/counted.ts";
import { element, writeText } from "../element.ts";
import { type CompareState, layerCountOf, measuredPairs } from "./compareState.ts";

/** What is compared, and what changed in a few sentences: the page's first lines. */
export class AnswerSection {
  readonly element: HTMLElement;
  readonly #sides = { a: new SideLine("a"), b: new SideLine("b") };
  readonly #answer = element("h1", { class: "compare-answer" });
  readonly #readingsWords = element("span");
  readonly #examples = element("span", { class: "compare-detail" });
  readonly #readings = element("p", { class: "compare-readings" }, this.#readingsWords, this.#examples);
  readonly #order = element("p", { class: "compare-order" });
  readonly #orderWords = element("span");
  readonly #reorder = element("vscode-checkbox", {}, "Show B’s neurons in A’s order");
  readonly #notes = element("ul", { class: "compare-notes" });
  readonly #status = element("p", { class: "compare-status", role: "status" });
  readonly #again = element("vscode-button", { appearance: "secondary" }, "Compare again");

  /** @param reorderChosen told whether B's neurons are to be shown where their partners are */
  constructor(send: (message: CompareToHost) => void, reorderChosen: (isReordered: boolean) => void) {
    const swap = element("vscode-button", { appearance: "secondary", title: "Take B for A and A for B" }, "Swap");
    swap.addEventListener("click", () => send({ type: "swapSides" }));
    this.#again.addEventListener("click", () => send({ type: "compareAgain" }));
    for (const side of ["a", "b"] as const) {
      this.#sides[side].open.addEventListener("click", () => send({ type: "openSide", side }));
    }
    this.#reorder.addEventListener("change", () => reorderChosen(this.#reorder.checked));
    this.#order.append(this.#orderWords, " ", this.#reorder);
    this.element = element(
      "header",
      {},
      element(
        "div",
        { class: "compare-sides" },
        this.#sides.a.element,
        this.#sides.b.element,
        element("div", { class: "compare-actions" }, swap, this.#again),
      ),
      this.#answer,
      this.#readings,
      this.#order,
      this.#notes,
      this.#status,
    );
  }

  update(state: CompareState, isReordered: boolean): void {
    const { comparison, refusal, read, readProblem, matching } = state;
    this.#sides.a.update(comparison?.a);
    this.#sides.b.update(comparison?.b);
    const answer = answerOf(state, isReordered);
    writeText(this.#answer, answer);
    const readings = read ? readingsInWords(read.readings) : "";
    writeText(this.#readingsWords, readProblem === null ? readings : `Examples are not read: ${readProblem}`);
    writeText(this.#examples, readProblem === null ? examplesInWords(state) : "");
    this.#readings.hidden = read === null && readProblem === null;
    const order = matching ? matchingInWords(matching) : null;
    this.#order.hidden = order === null;
    writeText(this.#orderWords, order ?? "");
    if (this.#reorder.checked !== isReordered) this.#reorder.checked = isReordered;
    const notes = [
      ...(comparison?.outline.differences ?? []).filter((difference) => difference !== answer),
      ...(comparison?.outline.remarks ?? []),
      ...(read?.readings.assumptions ?? []),
      ...(state.matchingProblem === null ? [] : [`Neurons are not matched: ${state.matchingProblem}`]),
    ];
    writeNotes(this.#notes, notes);
    const changed = refusal === null ? changedInWords(state) : "";
    writeText(this.#status, [changed, progressInWords(state)].filter((words) => words !== "").join(" "));
    this.#status.classList.toggle("is-changed", changed !== "");
    this.#again.appearance = changed === "" ? "secondary" : "primary";
  }
}

/** A side's letter, name and network. */
class SideLine {
  readonly open = element("button", { type: "button", class: "compare-open" });
  readonly element: HTMLElement;
  readonly #detail = element("span", { class: "compare-detail" });

  constructor(side: Side) {
    const letter = element("b", { class: `compare-letter compare-letter-${side}` }, side.toUpperCase());
    this.element = element("div", { class: "compare-side" }, letter, this.open, this.#detail);
  }

  update(side: OpenedSide | undefined): void {
    this.element.hidden = side === undefined;
    if (side === undefined) return;
    writeText(this.open, side.title);
    this.open.title = `Open ${side.title}`;
    const network = side.network ? side.network.sizes.join("–") : counted(side.tensors.length, "tensor");
    writeText(this.#detail, [network, side.detail].filter((text) => text !== "").join(" · "));
  }
}

function answerOf(state: CompareState, isReordered: boolean): string {
  const { comparison, refusal } = state;
  if (refusal) return refusal.message;
  if (comparison === null) return "What changed? Opening both…";
  if (!state.compared?.areAll) return "What changed?";
  const matching = isReordered ? null : state.matching;
  const answer = answerInWords(comparison.outline, measuredPairs(state, isReordered), layerCountOf(state), matching);
  return isReordered ? `${answer} (B’s neurons in A’s order)` : answer;
}

/** "held-out examples of the built-in digits, scaled to 8×8" */
function examplesInWords({ comparison, read }: CompareState): string {
  if (read === null) return "";
  const [ofA, ofB] = [comparison?.a.network?.sizes ?? [], comparison?.b.network?.sizes ?? []];
  return `held-out examples of the ${read.label}${scalingInWords(ofA, ofB)}`;
}

const workInWords = {
  tensors: "Comparing numbers",
  neurons: "Matching neurons by likeness",
  readings: "Both read the examples",
} as const;

function progressInWords({ progress, comparison }: CompareState): string {
  if (progress === null || comparison === null) return "";
  return `${workInWords[progress.work]}… ${Math.floor(progress.share * 100)} %`;
}

function changedInWords({ changedSides, comparison }: CompareState): string {
  if (comparison === null || changedSides.size === 0) return "";
  const names = [...changedSides].map((side) => comparison[side].title);
  const words = `${names.join(" and ")} ${names.length === 1 ? "has" : "have"} changed since.`;
  return words.replace(/^the /, "The ");
}

function writeNotes(list: HTMLElement, notes: readonly string[]): void {
  list.hidden = notes.length === 0;
  if ([...list.children].map(({ textContent }) => textContent).join() === notes.join()) return;
  list.replaceChildren(...notes.map((note) => element("li", {}, note)));
}
