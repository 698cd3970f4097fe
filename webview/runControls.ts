import type { LiveState } from "../extension/protocol/liveState.ts";
import type { StepUnit } from "../extension/protocol/settings.ts";
import { element, writeText } from "./element.ts";
import { wholeText } from "./figureText.ts";
import { trainOnText } from "./graph/pastText.ts";
import { icon } from "./icon.ts";
import { possibleActions } from "./possibleActions.ts";
import { setDisabled } from "./setDisabled.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

type Button = HTMLElementTagNameMap["vscode-button"];

/** `pastTitle` says what a step does from an earlier step that is shown. */
const steps: readonly { unit: StepUnit; name: string; title: string; pastTitle: string }[] = [
  {
    unit: "example",
    name: "example",
    title: "Carry one example's error back; the weights move when the mini-batch is full",
    pastTitle: "Carry one example's error back, from this step on as a new run",
  },
  {
    unit: "miniBatch",
    name: "mini-batch",
    title: "One step downhill: the mean gradient of one mini-batch",
    pastTitle: "One step on, as it was; with another learning rate it begins a new run",
  },
  {
    unit: "epoch",
    name: "epoch",
    title: "One pass over all training examples",
    pastTitle: "One pass over all training examples, from this step on as a new run",
  },
];

/** Train or pause, one step, start again, save. */
export class RunControls implements View {
  readonly element: HTMLElement;
  readonly #train: Button;
  readonly #trainWord = element("span", { class: "train-word" }, "Train");
  readonly #trainIcons = { train: icon("train"), pause: icon("pause") };
  readonly #steps: readonly Button[];
  readonly #stepBack: Button;
  readonly #reset: Button;
  readonly #reseed: Button;
  readonly #save: Button;
  #isTraining = false;

  constructor(actions: PanelActions) {
    this.#train = element("vscode-button", { appearance: "primary", class: "train-button" }, this.#trainWord);
    this.#showTraining(false, null);
    this.#train.addEventListener("click", () => actions.send({ type: this.#isTraining ? "pause" : "train" }));

    this.#steps = steps.map(({ unit, name, title }) => {
      const button = element(
        "vscode-button",
        { appearance: "secondary", title, "aria-label": `Step one ${name}` },
        name,
      );
      button.addEventListener("click", () => actions.send({ type: "step", unit }));
      return button;
    });

    this.#stepBack = element(
      "vscode-button",
      {
        appearance: "secondary",
        title: "One mini-batch back: the network as it was before the last step",
        "aria-label": "Step back one mini-batch",
      },
      "back",
    );
    this.#stepBack.addEventListener("click", () => actions.send({ type: "stepBack" }));

    this.#reset = secondary(
      "reset",
      "Reset",
      "Reset: back to the initial weights; this run's curve stays for comparison",
    );
    this.#reset.addEventListener("click", () => actions.send({ type: "reset" }));
    this.#reseed = secondary("reseed", "Reseed", "Reseed: start again from other random weights");
    this.#reseed.addEventListener("click", () => actions.send({ type: "reseed" }));
    this.#save = secondary("save", "Save", saveTitle(null));
    this.#save.addEventListener("click", () => actions.send({ type: "saveWeights" }));

    this.element = element(
      "div",
      { class: "run-controls", role: "group", "aria-label": "Training" },
      this.#train,
      element(
        "div",
        { class: "joined-buttons", role: "group", "aria-label": "Step" },
        element("span", { class: "control-label", "aria-hidden": "true" }, "Step"),
        ...this.#steps,
        this.#stepBack,
      ),
      element("div", { class: "button-row" }, this.#reset, this.#reseed, this.#save),
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    const can = possibleActions(live);
    this.#showTraining(can.pause, live.past?.step ?? null);
    setDisabled(this.#train, !can.train && !can.pause);
    this.#steps.forEach((button, index) => {
      setDisabled(button, !can.step);
      showTitle(button, live.past === null ? steps[index].title : steps[index].pastTitle);
    });
    setDisabled(this.#stepBack, !can.stepBack);
    setDisabled(this.#reset, !can.reset);
    setDisabled(this.#reseed, !can.reseed);
    setDisabled(this.#save, !can.saveWeights);
    showTitle(this.#save, saveTitle(live.past));
  }

  /** Gives the keyboard to the first of them, when it can take it: controls write their attributes a frame later. */
  focus(): void {
    requestAnimationFrame(() => this.#train.focus());
  }

  observes() {
    return {};
  }

  dispose(): void {}

  /** @param pastStep the earlier step that is shown, from which training would go on as a new run */
  #showTraining(isTraining: boolean, pastStep: number | null): void {
    const word = isTraining ? "Pause" : pastStep === null ? "Train" : "Train on";
    const name = isTraining || pastStep === null ? word : `${trainOnText(pastStep)}, as a new run`;
    if (this.#train.getAttribute("aria-label") !== name) {
      this.#train.setAttribute("aria-label", name);
      this.#train.title = name === word ? "" : name;
    }
    writeText(this.#trainWord, word);
    if (this.#isTraining === isTraining && this.#trainIcons[isTraining ? "pause" : "train"].isConnected) return;
    this.#isTraining = isTraining;
    const shown = this.#trainIcons[isTraining ? "pause" : "train"];
    this.#trainIcons[isTraining ? "train" : "pause"].remove();
    shown.setAttribute("slot", "start");
    this.#train.append(shown);
  }
}

function saveTitle(past: LiveState["past"]): string {
  const what = past === null ? "the weights" : `the weights as they were after step ${wholeText(past.step)}`;
  return `Save ${what}, as a .safetensors file`;
}

function showTitle(button: Button, title: string): void {
  if (button.title !== title) button.title = title;
}

function secondary(name: Parameters<typeof icon>[0], word: string, title: string): Button {
  const drawing = icon(name);
  drawing.setAttribute("slot", "start");
  return element(
    "vscode-button",
    { appearance: "secondary", title, "aria-label": word },
    drawing,
    element("span", { class: "button-word" }, word),
  );
}
