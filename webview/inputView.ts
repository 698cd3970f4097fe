import { numberText } from "../extension/protocol/numberText.ts";
import { type ExampleSet, exampleSets, type ShownExample } from "../extension/protocol/snapshot.ts";
import { type Answer, answerOf, outputActivationOf } from "./answer.ts";
import { ExamplePicture } from "./drawings/examplePicture.ts";
import { element, writeText } from "./element.ts";
import { exampleCostText } from "./exampleCostText.ts";
import { FieldProblem } from "./fieldProblem.ts";
import { wholeText } from "./figureText.ts";
import { icon } from "./icon.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import "./inputView.css";

const setTitles: Record<ExampleSet, string> = { training: "training", heldOut: "held out" };

/** The shown example: its picture, its truth, what the network says to it, and the way to other examples. */
export class InputView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #picture = new ExamplePicture();
  readonly #bent = element("span", { class: "example-bent" }, "bent");
  readonly #truth = element("dd", { class: "truth" });
  readonly #said = element("dd", { class: "said" });
  readonly #sure = element("dd", { class: "figure", title: "The activation of the output that is most active" });
  readonly #cost = element("dd", { class: "figure" });
  readonly #index = element("vscode-text-field", { class: "example-index" }, "Example");
  readonly #problem = new FieldProblem(this.#index);
  readonly #count = element("span", { class: "example-count" });
  readonly #set = element("vscode-dropdown", { class: "example-set", "aria-label": "Set of examples" });
  readonly #follows = element("vscode-checkbox", {}, "Follow training");
  readonly #nextWrong: HTMLElementTagNameMap["vscode-button"];
  readonly #buttons: readonly HTMLElementTagNameMap["vscode-button"][];
  /** Reads out another example and what the network says to it, when a person has turned to it. */
  readonly #spoken = element("p", { class: "visually-hidden", role: "status" });
  #example: ShownExample | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    const previous = element(
      "vscode-button",
      { appearance: "icon", "aria-label": "Previous example" },
      icon("previous"),
    );
    const next = element("vscode-button", { appearance: "icon", "aria-label": "Next example" }, icon("next"));
    const nextWrong = element("vscode-button", { appearance: "secondary" }, "Next wrong");
    nextWrong.title = "The next example of this set that the network reads wrong";
    previous.addEventListener("click", () => this.#move(-1));
    next.addEventListener("click", () => this.#move(1));
    nextWrong.addEventListener("click", () => {
      if (this.#example) actions.send({ type: "showNextWrong", set: this.#example.set });
    });
    this.#nextWrong = nextWrong;
    this.#buttons = [previous, next];
    this.#index.addEventListener("change", () => this.#goToTyped());
    this.#index.addEventListener("input", () => this.#problem.show(null));
    this.#index.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#showIndex();
    });
    for (const set of exampleSets.toReversed()) {
      this.#set.append(element("vscode-option", { value: set }, setTitles[set]));
    }
    this.#set.addEventListener("change", () => {
      const set = exampleSets.find((each) => each === this.#set.value);
      if (set && set !== this.#example?.set) actions.send({ type: "showExample", example: { set, index: 0 } });
    });
    this.#follows.title = "Shows the example that is being learnt, while training goes slowly enough to watch";
    this.#follows.addEventListener("change", () => {
      const followsTraining = this.#follows.checked;
      if (followsTraining !== this.#isFollowing) actions.send({ type: "setFollowsTraining", followsTraining });
    });
    this.#bent.title = "As it is learnt from in this epoch: shifted, turned and bent. In the next it will be another.";
    const frame = element("div", { class: "example-picture", role: "img" }, this.#picture.element, this.#bent);
    this.#frame = frame;
    this.element = element(
      "div",
      { class: "input-view" },
      frame,
      element(
        "dl",
        { class: "example-facts" },
        element("dt", {}, "Truth"),
        this.#truth,
        element("dt", {}, "It says"),
        this.#said,
        element("dt", {}, "How sure"),
        this.#sure,
        element("dt", {}, "Cost C₀"),
        this.#cost,
      ),
      element(
        "div",
        { class: "example-choice" },
        element("div", { class: "example-walk" }, previous, this.#index, this.#count, next),
        this.#problem.element,
        this.#set,
        nextWrong,
        this.#follows,
      ),
      this.#spoken,
    );
  }
  readonly #frame: HTMLElement;
  #isFollowing = false;

  update({ live, snapshot }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (changed.has("live") && live.followsTraining !== this.#isFollowing) {
      this.#isFollowing = live.followsTraining;
      this.#follows.checked = live.followsTraining;
    }
    if (live.network === null || !changed.has("snapshot")) return;
    const costText = exampleCostText(live.network.shape);
    if (this.#cost.title !== costText) this.#cost.title = costText;
    const example = snapshot?.example ?? null;
    const names = live.network.outputNames;
    const answer = answerOf(snapshot, outputActivationOf(live.network.shape));
    const truth = example?.label == null ? null : names[example.label];
    this.#showPicture(example, truth);
    writeText(this.#truth, truth ?? "–");
    this.#truth.title = live.network.isLabelled ? "" : "These examples have no labels for this network’s outputs";
    this.#showSaid(answer, names);
    writeText(this.#sure, answer ? numberText(answer.saidActivation) : "–");
    const cost = snapshot?.exampleCost ?? null;
    writeText(this.#cost, cost === null ? "–" : numberText(cost, 4));
    for (const button of this.#buttons) button.disabled = example === null;
    this.#nextWrong.disabled = example === null || !live.network.isLabelled;
    if (example && this.#example && !sameExample(example, this.#example) && live.status !== "training") {
      const said = `it says ${this.#said.getAttribute("aria-label")}`;
      const which = `Example ${wholeText(example.index + 1)} of ${wholeText(example.count)}`;
      writeText(this.#spoken, `${which}${truth === null ? "" : `, a ${truth}`}: ${said}.`);
    }
    this.#showPlace(example);
  }

  observes() {
    return { activations: true };
  }

  dispose(): void {
    this.#picture.dispose();
  }

  #showSaid(answer: Answer | null, names: readonly string[]): void {
    const isKnown = answer?.truth !== null;
    const isRight = answer?.said === answer?.truth;
    const isClear = answer?.isClear ?? true;
    const said = answer ? names[answer.said] : "";
    const [text, name] =
      answer === null
        ? ["–", "nothing yet"]
        : isClear && !isKnown
          ? [said, said]
          : isClear
            ? [`${said} ${isRight ? "✓" : "✗"}`, `${said}, ${isRight ? "right" : "wrong"}`]
            : ["nothing", `nothing: its most active output, ${said}, is near zero`];
    writeText(this.#said, text);
    this.#said.setAttribute("aria-label", name);
    this.#said.title = isClear ? "" : name;
    this.#said.classList.toggle("wrong", (isKnown && !isRight) || !isClear);
  }

  #showPicture(example: ShownExample | null, truth: string | null): void {
    const isSame = example && this.#example && sameExample(example, this.#example);
    if (isSame && example.pixels.every((pixel, place) => pixel === this.#example?.pixels[place])) return;
    this.#picture.show(example?.pixels ?? null);
    this.#bent.hidden = !example?.isBent;
    const subject = truth === null ? "" : `, a ${truth}`;
    const words = `Picture of the shown example${subject}${example?.isBent ? ", bent" : ""}`;
    this.#frame.setAttribute("aria-label", example ? words : "No example yet");
  }

  #showPlace(example: ShownExample | null): void {
    const isMoved = !(example && this.#example && sameExample(example, this.#example));
    this.#example = example;
    if (!example) return;
    writeText(this.#count, `of ${wholeText(example.count)}`);
    this.#set.value = example.set;
    if (isMoved) this.#showIndex();
  }

  #showIndex(): void {
    if (this.#example) this.#index.value = wholeText(this.#example.index + 1);
    this.#problem.show(null);
  }

  /** One on or back, around the ends. */
  #move(direction: 1 | -1): void {
    if (!this.#example) return;
    const { set, index, count } = this.#example;
    this.#show(set, (index + direction + count) % count);
  }

  /** To the example that was typed; what is none of the set's numbers is refused, and changes nothing. */
  #goToTyped(): void {
    if (!this.#example) return;
    const { set, index, count } = this.#example;
    const text = this.#index.value.trim();
    const typed = /^\d+$/.test(text.replaceAll(",", "")) ? Number(text.replaceAll(",", "")) : Number.NaN;
    if (!(typed >= 1 && typed <= count)) {
      this.#problem.show(`Example: expected a whole number from 1 to ${wholeText(count)}, found “${text}”.`);
      return;
    }
    this.#index.value = wholeText(typed);
    if (typed - 1 !== index) this.#show(set, typed - 1);
  }

  #show(set: ExampleSet, index: number): void {
    this.#actions.send({ type: "showExample", example: { set, index } });
  }
}

function sameExample(one: ShownExample, other: ShownExample): boolean {
  return one.set === other.set && one.index === other.index;
}
