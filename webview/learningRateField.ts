import { scheduleWords } from "../extension/protocol/choiceNames.ts";
import type { LiveState } from "../extension/protocol/liveState.ts";
import { element, writeText } from "./element.ts";
import { FieldProblem } from "./fieldProblem.ts";
import { icon } from "./icon.ts";
import { neighbouringLearningRate, typedLearningRate } from "./learningRate.ts";
import { possibleActions } from "./possibleActions.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

/** η of the nudge −η ∇C. A change takes effect with Enter, on leaving the field, or by a step up or down. */
export class LearningRateField implements View {
  readonly element: HTMLElement;
  readonly #field = element("vscode-text-field", { class: "learning-rate-field", size: "6" }, "Learning rate");
  readonly problem = new FieldProblem(this.#field);
  /** what the schedule has made of it by now; away where the learning rate stays as it is */
  readonly #scheduled = element("span", { class: "scheduled-learning-rate", hidden: true });
  readonly #steps: readonly HTMLButtonElement[];
  readonly #actions: PanelActions;
  #learningRate = 1;
  /** what the host said last */
  #live = 1;
  #run = 0;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#field.title = "η: how far one step goes downhill. Larger learns faster, until it overshoots";
    this.#field.addEventListener("change", () => this.#takeEffect());
    this.#field.addEventListener("input", () => this.problem.show(null));
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#takeEffect();
      else if (event.key === "Escape") this.#showRate();
      else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        this.#step(event.key === "ArrowUp" ? 1 : -1);
      }
    });
    const step = (direction: 1 | -1) => {
      // The arrow keys do the same from within the field.
      const button = element("button", { class: "spin-button", type: "button", tabindex: "-1", "aria-hidden": "true" });
      button.append(icon(direction === 1 ? "up" : "down"));
      button.addEventListener("click", () => this.#step(direction));
      return button;
    };
    this.#steps = [step(1), step(-1)];
    this.element = element(
      "div",
      { class: "labelled-control" },
      element("span", { class: "control-label", "aria-hidden": "true" }, "Learning rate"),
      this.#field,
      element("span", { class: "spin-buttons" }, ...this.#steps),
      this.#scheduled,
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    this.#showScheduled(live);
    const isDisabled = !possibleActions(live).setLearningRate;
    this.#field.disabled = isDisabled;
    for (const button of this.#steps) button.disabled = isDisabled;
    const isFirst = this.#field.value === "";
    // The host's earlier word does not undo what has just been set; a new run does away with all that was typed.
    if (!isFirst && live.learningRate === this.#live && live.run === this.#run) return;
    this.#live = live.learningRate;
    this.#run = live.run;
    this.#learningRate = live.learningRate;
    if (isFirst || document.activeElement !== this.#field) this.#showRate();
  }

  /** What has been set last, which the host may not have confirmed yet. */
  get learningRate(): number {
    return this.#learningRate;
  }

  observes() {
    return {};
  }

  dispose(): void {}

  #showScheduled({ network, progress }: LiveState): void {
    const schedule = network?.settings.schedule ?? "constant";
    this.#scheduled.hidden = schedule === "constant" || progress === null;
    if (!network || !progress || this.#scheduled.hidden) return;
    writeText(this.#scheduled, `now ${shortRate(progress.learningRate)}`);
    const { scheduleEpochs } = network.settings;
    const title = `η of the next mini-batch, by the schedule ${scheduleWords[schedule].title} over ${scheduleEpochs} epochs`;
    if (this.#scheduled.title !== title) this.#scheduled.title = title;
  }

  #takeEffect(): void {
    const typed = typedLearningRate(this.#field.value);
    if ("problem" in typed) this.problem.show(typed.problem);
    else this.#set(typed.value);
  }

  #step(direction: 1 | -1): void {
    const typed = typedLearningRate(this.#field.value);
    this.#set(neighbouringLearningRate("value" in typed ? typed.value : this.#learningRate, direction));
  }

  #set(learningRate: number): void {
    if (learningRate !== this.#learningRate) this.#actions.send({ type: "setLearningRate", learningRate });
    this.#learningRate = learningRate;
    this.#showRate();
  }

  #showRate(): void {
    this.#field.value = String(this.#learningRate);
    this.problem.show(null);
  }
}

/** In three digits: the fourth would dance. */
function shortRate(learningRate: number): string {
  return learningRate >= 0.0001 && learningRate < 1000 ? learningRate.toPrecision(3) : learningRate.toExponential(1);
}
