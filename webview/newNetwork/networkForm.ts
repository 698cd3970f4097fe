import { hiddenActivationNames, parameterCount } from "../../extension/network/networkShape.ts";
import { activationWords } from "../../extension/protocol/choiceNames.ts";
import { differencesInWords, learningInWords } from "../../extension/protocol/learningInWords.ts";
import type { NetworkSummary } from "../../extension/protocol/liveState.ts";
import { hiddenSizesText, typedSizes } from "../../extension/protocol/typedSizes.ts";
import { element, writeText } from "../element.ts";
import { FieldProblem } from "../fieldProblem.ts";
import { sizesText, wholeText } from "../figureText.ts";
import { possibleActions } from "../possibleActions.ts";
import { setDisabled } from "../setDisabled.ts";
import type { PanelActions, PanelState, View } from "../view.ts";
import { MoreChoices } from "./moreChoices.ts";
import { NameDropdown, selectOption } from "./nameDropdown.ts";
import {
  choicesOf,
  fitted,
  learningRateFor,
  type NetworkChoices,
  sharedActivation,
  withSharedActivation,
} from "./networkChoices.ts";

const datasets = [
  { name: "built-in", title: "built-in digits" },
  { name: "mnist", title: "MNIST" },
  { name: "fashion-mnist", title: "Fashion-MNIST" },
  { name: "folder", title: "a folder" },
];

/** One activation for all hidden layers, or one for each. */
const hiddenChoices = [...hiddenActivationNames, "perLayer"] as const;
const hiddenWords = {
  ...activationWords,
  perLayer: { title: "per layer", meaning: "an activation for each hidden layer, under More" },
};

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
  readonly #inputs = element("span", { class: "layer-size", title: "Inputs of a new network: one neuron a pixel" });
  readonly #hidden = element(
    "vscode-text-field",
    { class: "hidden-sizes-field", placeholder: "none" },
    "Neurons in each hidden layer",
  );
  readonly problem = new FieldProblem(this.#hidden);
  readonly #activation = new NameDropdown("Activation of the hidden layers", hiddenChoices, hiddenWords, (chosen) => {
    this.#isPerLayer = chosen === "perLayer";
    if (chosen !== "perLayer") this.#choices = withSharedActivation(this.#choices, chosen);
    this.#showChoices();
    if (chosen === "perLayer") this.#more.openAtLayers();
  });
  readonly #dataset = element("vscode-dropdown", { "aria-label": "Examples to learn from", class: "dataset-dropdown" });
  readonly #more: MoreChoices;
  readonly #create = element("vscode-button", { appearance: "secondary" }, "New network");
  readonly #differences = element("span", { class: "network-differences" });
  readonly #actions: PanelActions;
  readonly #current: CurrentLearningRate;
  // Not read from the dropdowns, which take a new value in only after they have been rendered.
  #choices = choicesOf(null);
  /** whether hidden layers are chosen one by one, even while they have the same activation */
  #isPerLayer = false;
  #live: NetworkSummary | null = null;
  #isPossible = true;
  /** what became of the request for a new network is not known yet */
  #isAwaited = false;
  #notice: string | null = null;

  constructor(actions: PanelActions, current: CurrentLearningRate) {
    this.#actions = actions;
    this.#current = current;
    this.#more = new MoreChoices(
      {
        change: (choices) => {
          this.#choices = choices;
          this.#showChoices();
        },
        refuse: () => this.#showChoices(),
      },
      this.#choices,
    );
    this.#hidden.title = "Sizes of the hidden layers, such as 16, 16. Empty: the input speaks to the output directly";
    this.#activation.element.title = "What a hidden neuron does with its weighted sum";
    this.#dataset.title =
      "Examples to learn from. A download is offered, or a folder asked for, when New network is pressed";
    this.#hidden.addEventListener("input", () => this.#showChoices());
    this.#hidden.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#create.disabled) this.#send();
      else if (event.key === "Escape") this.#fill();
    });
    this.#dataset.addEventListener("change", () => {
      this.#choices = { ...this.#choices, dataset: this.#dataset.value };
      this.#showChoices();
    });
    this.#create.addEventListener("click", () => this.#send());
    this.element = element(
      "div",
      { class: "network-form", role: "group", "aria-label": "New network" },
      element(
        "div",
        { class: "labelled-control sizes" },
        this.#inputs,
        this.#hidden,
        element("span", { class: "layer-size", title: "Outputs of a new network: one neuron a digit" }, "– 10"),
      ),
      this.#activation.element,
      this.#dataset,
      this.#more.button,
      this.#more.element,
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
    this.#hidden.value = this.#live ? hiddenSizesText(this.#live.settings.sizes) : "16, 16";
    this.#choices = choicesOf(this.#live);
    this.#isPerLayer = false;
    const { dataset } = this.#choices;
    const options = datasets.map(({ name, title }) => element("vscode-option", { value: name }, title));
    if (this.#live && !datasets.some(({ name }) => name === dataset)) {
      options.unshift(element("vscode-option", { value: dataset }, this.#live.datasetLabel));
    }
    this.#dataset.replaceChildren(...options);
    this.#chooseDataset(dataset);
    this.#more.reset({ choices: this.#choices, separateLayers: 0, inWords: "" });
    this.#showChoices();
  }

  #chooseDataset(dataset: string): void {
    this.#choices = { ...this.#choices, dataset };
    selectOption(this.#dataset, dataset);
  }

  #showChoices(): void {
    const typed = typedSizes(this.#hidden.value);
    const problem = "problem" in typed ? typed.problem : null;
    this.problem.show(problem);
    if ("value" in typed) this.#showNetwork(typed.value);
    else writeText(this.#differences, "");
    setDisabled(this.#create, !this.#isPossible || problem !== null || !this.#more.isTakeable);
  }

  /** @param sizes of the next network */
  #showNetwork(sizes: readonly number[]): void {
    const choices = fitted(this.#choices, sizes);
    const shared = this.#isPerLayer ? null : sharedActivation(choices);
    const hiddenCount = sizes.length - 2;
    // Above an opened network that takes other inputs this row would read as its sizes.
    writeText(this.#inputs, this.#otherEnds(sizes).length > 0 ? `New: ${sizes[0]} –` : `${sizes[0]} –`);
    this.#activation.show(shared ?? "perLayer", (name) => name !== "perLayer" || hiddenCount > 1);
    const differences = this.#differencesOf(sizes, choices).join(" · ");
    const words = [sizesText(sizes), ...learningInWords(choices), `learning rate ${this.#learningRate(choices)}`];
    const inWords = words.join(" · ");
    this.#more.show({ choices: this.#choices, separateLayers: shared === null ? hiddenCount : 0, inWords });
    writeText(this.#differences, differences);
    this.#differences.title = differences;
    const isDifferent = this.#live !== null && identity(this.#live) !== identityOf(sizes, choices);
    this.#create.appearance = isDifferent ? "primary" : "secondary";
    this.#create.title = `Start with a new network: ${inWords}`;
  }

  /** What the choices bring with them that the live network does not have. */
  #differencesOf(sizes: readonly number[], choices: NetworkChoices): string[] {
    if (this.#live === null) return [`${wholeText(parameterCount(sizes))} parameters`];
    const count = parameterCount(sizes);
    const learningRate = this.#learningRate(choices);
    const { settings } = this.#live;
    // An activation that all hidden layers share stands in the form itself.
    const isSeen = !this.#isPerLayer && sharedActivation(choices) !== null;
    const seen = isSeen ? choices.activations.slice(0, -1) : settings.activations.slice(0, -1);
    const others = { ...settings, activations: [...seen, ...settings.activations.slice(-1)] };
    return [
      ...this.#otherEnds(sizes),
      ...differencesInWords(choices, others),
      ...(count === this.#live.parameterCount ? [] : [`${wholeText(count)} parameters`]),
      ...(learningRate === this.#current.learningRate ? [] : [`learning rate ${learningRate}`]),
    ];
  }

  /** The new network's inputs and outputs where the live one has others, as one that was opened may. */
  #otherEnds(sizes: readonly number[]): string[] {
    const live = this.#live?.settings.sizes ?? sizes;
    const [inputs, outputs] = [sizes[0], sizes[sizes.length - 1]];
    return [
      ...(inputs === live[0] ? [] : [`${wholeText(inputs)} inputs`]),
      ...(outputs === live[live.length - 1] ? [] : [`${wholeText(outputs)} outputs`]),
    ];
  }

  /** Of the new network. */
  #learningRate(choices: NetworkChoices): number {
    return learningRateFor(choices, this.#live, this.#current.learningRate);
  }

  #send(): void {
    const typed = typedSizes(this.#hidden.value);
    if ("problem" in typed) return;
    const sizes = typed.value;
    const choices = fitted(this.#choices, sizes);
    this.#actions.send({
      type: "newNetwork",
      choices: { ...choices, sizes, learningRate: this.#learningRate(choices) },
    });
    this.#isAwaited = true;
    // A folder is asked for each time: until one is picked the live network's examples are what there is.
    if (choices.dataset === "folder") this.#chooseDataset(this.#live?.dataset ?? "built-in");
    this.#showChoices();
  }
}

/** What a choice is compared with; null without a network. */
function identity(network: NetworkSummary | null): string | null {
  return network && identityOf(network.settings.sizes, choicesOf(network));
}

/** Equal for choices that make the same network, but for what they do not use. */
function identityOf(sizes: readonly number[], choices: NetworkChoices): string {
  return JSON.stringify([sizes, choices.activations, learningInWords(choices), choices.dataset]);
}
