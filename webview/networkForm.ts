import {
  type HiddenActivationName,
  hiddenActivationNames,
  hiddenActivationOf,
  parameterCount,
} from "../extension/network/networkShape.ts";
import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import { plainChoices, suggestedLearningRate } from "../extension/protocol/settings.ts";
import { hiddenSizesText, typedSizes } from "../extension/protocol/typedSizes.ts";
import { element, writeText } from "./element.ts";
import { FieldProblem } from "./fieldProblem.ts";
import { sizesText, wholeText } from "./figureText.ts";
import { nextLearningRate } from "./nextLearningRate.ts";
import { possibleActions } from "./possibleActions.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

const activationTitles: Record<HiddenActivationName, string> = {
  sigmoid: "sigmoid",
  relu: "ReLU",
  tanh: "tanh",
  leakyRelu: "leaky ReLU",
};
const datasets = [
  { name: "built-in", title: "built-in digits" },
  { name: "mnist", title: "MNIST" },
  { name: "fashion-mnist", title: "Fashion-MNIST" },
  { name: "folder", title: "a folder" },
];

/** The learning rate of the network there is. */
interface CurrentLearningRate {
  readonly learningRate: number;
}

/**
 * What the next network is to be. Its button stands out while that is another network than the live one, and beside it
 * stands what the live one has otherwise.
 */
export class NetworkForm implements View {
  readonly element: HTMLElement;
  readonly #hidden = element(
    "vscode-text-field",
    { class: "hidden-sizes-field", placeholder: "none" },
    "Neurons in each hidden layer",
  );
  readonly problem = new FieldProblem(this.#hidden);
  readonly #activation = element("vscode-dropdown", { "aria-label": "Activation of the hidden layers" });
  readonly #dataset = element("vscode-dropdown", { "aria-label": "Examples to learn from", class: "dataset-dropdown" });
  readonly #create = element("vscode-button", { appearance: "secondary" }, "New network");
  readonly #differences = element("span", { class: "network-differences" });
  readonly #actions: PanelActions;
  readonly #current: CurrentLearningRate;
  // Not read from the dropdowns, which take a new value in only after they have been rendered.
  #chosenActivation: HiddenActivationName = "sigmoid";
  #chosenDataset = "built-in";
  #live: NetworkSummary | null = null;
  #isPossible = true;
  /** what became of the request for a new network is not known yet */
  #isAwaited = false;
  #notice: string | null = null;

  constructor(actions: PanelActions, current: CurrentLearningRate) {
    this.#actions = actions;
    this.#current = current;
    this.#hidden.title = "Sizes of the hidden layers, such as 16, 16. Empty: the input speaks to the output directly";
    this.#activation.title = "What a hidden neuron does with its weighted sum";
    this.#dataset.title =
      "Examples to learn from. A download is offered, or a folder asked for, when New network is pressed";
    for (const name of hiddenActivationNames) {
      this.#activation.append(element("vscode-option", { value: name }, activationTitles[name]));
    }
    this.#hidden.addEventListener("input", () => this.#showChoices());
    this.#hidden.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#create.disabled) this.#send();
      else if (event.key === "Escape") this.#fill();
    });
    this.#activation.addEventListener("change", () => {
      this.#chosenActivation = hiddenActivationNames.find((name) => name === this.#activation.value) ?? "sigmoid";
      this.#showChoices();
    });
    this.#dataset.addEventListener("change", () => {
      this.#chosenDataset = this.#dataset.value;
      this.#showChoices();
    });
    this.#create.addEventListener("click", () => this.#send());
    this.element = element(
      "div",
      { class: "network-form", role: "group", "aria-label": "New network" },
      element(
        "div",
        { class: "labelled-control sizes" },
        element("span", { class: "layer-size", title: "Inputs: one neuron a pixel" }, "784 –"),
        this.#hidden,
        element("span", { class: "layer-size", title: "Outputs: one neuron a digit" }, "– 10"),
      ),
      this.#activation,
      this.#dataset,
      this.#create,
      this.#differences,
    );
    this.#fill();
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    const wasPossible = this.#isPossible;
    this.#isPossible = possibleActions(live).newNetwork;
    const before = this.#live;
    this.#live = live.network;
    const isSettled = this.#isPossible && (!wasPossible || (live.notice !== null && live.notice !== this.#notice));
    this.#notice = live.notice;
    if (this.#isAwaited && isSettled) {
      this.#isAwaited = false;
      // Where nothing came of it, the live network goes on with the examples that it has.
      this.#chooseDataset(this.#live?.dataset ?? "built-in");
    }
    // What a person is choosing stays, until another network is made.
    if (identity(before) === identity(this.#live)) this.#showChoices();
    else this.#fill();
  }

  observes() {
    return {};
  }

  dispose(): void {}

  /** Back to the live network's form. */
  #fill(): void {
    this.#hidden.value = this.#live ? hiddenSizesText(this.#live.shape.sizes) : "16, 16";
    const dataset = this.#live?.dataset ?? "built-in";
    const options = datasets.map(({ name, title }) => element("vscode-option", { value: name }, title));
    if (this.#live && !datasets.some(({ name }) => name === dataset)) {
      options.unshift(element("vscode-option", { value: dataset }, this.#live.datasetLabel));
    }
    this.#dataset.replaceChildren(...options);
    this.#chosenActivation = this.#live ? hiddenActivationOf(this.#live.shape.activations) : "sigmoid";
    select(this.#activation, this.#chosenActivation);
    this.#chooseDataset(dataset);
    this.#showChoices();
  }

  #chooseDataset(name: string): void {
    this.#chosenDataset = name;
    select(this.#dataset, name);
  }

  #showChoices(): void {
    const typed = typedSizes(this.#hidden.value);
    const problem = "problem" in typed ? typed.problem : null;
    this.problem.show(problem);
    const differences = "value" in typed ? this.#differencesOf(typed.value) : [];
    writeText(this.#differences, differences.join(" · "));
    const isDifferent =
      "value" in typed &&
      this.#live !== null &&
      identity(this.#live) !== identityOf(typed.value, this.#chosenActivation, this.#chosenDataset);
    this.#create.disabled = !this.#isPossible || problem !== null;
    this.#create.appearance = isDifferent ? "primary" : "secondary";
    this.#create.title =
      "value" in typed
        ? `Start with a new network ${sizesText(typed.value)}, learning rate ${this.#learningRate()}`
        : "";
  }

  /** What the choices bring with them and the summary of the live network does not say. */
  #differencesOf(sizes: readonly number[]): string[] {
    const count = parameterCount(sizes);
    const learningRate = this.#learningRate();
    return [
      ...(count === this.#live?.parameterCount ? [] : [`${wholeText(count)} parameters`]),
      ...(this.#live === null || learningRate === this.#current.learningRate ? [] : [`learning rate ${learningRate}`]),
    ];
  }

  /** Of the new network. */
  #learningRate(): number {
    if (this.#live === null) return suggestedLearningRate({ ...plainChoices, activations: [this.#chosenActivation] });
    return nextLearningRate(
      this.#current.learningRate,
      hiddenActivationOf(this.#live.shape.activations),
      this.#chosenActivation,
    );
  }

  #send(): void {
    const typed = typedSizes(this.#hidden.value);
    if ("problem" in typed) return;
    this.#actions.send({
      type: "newNetwork",
      choices: {
        sizes: [...typed.value],
        activation: this.#chosenActivation,
        learningRate: this.#learningRate(),
        dataset: this.#chosenDataset,
      },
    });
    this.#isAwaited = true;
    // A folder is asked for each time: until one is picked the live network's examples are what there is.
    if (this.#chosenDataset === "folder") this.#chooseDataset(this.#live?.dataset ?? "built-in");
    this.#showChoices();
  }
}

/** What a choice is compared with; null without a network. */
function identity(network: NetworkSummary | null): string | null {
  return network && identityOf(network.shape.sizes, hiddenActivationOf(network.shape.activations), network.dataset);
}

function identityOf(sizes: readonly number[], activation: string, dataset: string): string {
  // Without a hidden layer its activation makes no difference.
  return JSON.stringify([sizes, sizes.length > 2 ? activation : null, dataset]);
}

/** Selects by value. A toolkit dropdown takes its options in only after they have been rendered. */
function select(dropdown: HTMLElementTagNameMap["vscode-dropdown"], value: string): void {
  for (const option of dropdown.querySelectorAll("vscode-option")) option.selected = option.value === value;
  dropdown.value = value;
}
