import { activationNames, parameterCount } from "../extension/network/networkShape.ts";
import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import { hiddenSizesText, typedSizes } from "../extension/protocol/typedSizes.ts";
import { element, writeText } from "./element.ts";
import { sizesText, wholeText } from "./figureText.ts";
import { possibleActions } from "./possibleActions.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

type ActivationName = (typeof activationNames)[number];

const activationTitles: Record<ActivationName, string> = { sigmoid: "sigmoid", relu: "ReLU" };
const datasets = [
  { name: "built-in", title: "built-in digits" },
  { name: "mnist", title: "MNIST…" },
  { name: "fashion-mnist", title: "Fashion-MNIST…" },
  { name: "folder", title: "a folder…" },
];

/** What the next network is to be. Its button stands out while that is another network than the live one. */
export class NetworkForm implements View {
  readonly element: HTMLElement;
  readonly #hidden = element(
    "vscode-text-field",
    { class: "hidden-sizes-field", placeholder: "none" },
    "Neurons in each hidden layer",
  );
  readonly #activation = element("vscode-dropdown", { "aria-label": "Activation of the hidden layers" });
  readonly #dataset = element("vscode-dropdown", { "aria-label": "Examples to learn from", class: "dataset-dropdown" });
  readonly #create = element("vscode-button", { appearance: "secondary" }, "New network");
  readonly #count = element("span", { class: "parameter-count" });
  readonly #problem = element("p", { class: "field-problem", role: "alert", hidden: true });
  readonly #actions: PanelActions;
  #live: NetworkSummary | null = null;
  #isPossible = true;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#hidden.title = "Sizes of the hidden layers, such as 16, 16. Empty: the input speaks to the output directly";
    this.#activation.title = "What a hidden neuron does with its weighted sum";
    this.#dataset.title = "Examples to learn from";
    for (const name of activationNames) {
      this.#activation.append(element("vscode-option", { value: name }, activationTitles[name]));
    }
    this.#hidden.addEventListener("input", () => this.#showChoices());
    this.#hidden.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#create.disabled) this.#send();
      else if (event.key === "Escape") this.#fill();
    });
    for (const dropdown of [this.#activation, this.#dataset]) {
      dropdown.addEventListener("change", () => this.#showChoices());
    }
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
        this.#problem,
      ),
      this.#activation,
      this.#dataset,
      this.#create,
      this.#count,
    );
    this.#fill();
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    this.#isPossible = possibleActions(live).newNetwork;
    const before = this.#live;
    this.#live = live.network;
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
    select(this.#activation, this.#live?.settings.activation ?? "sigmoid");
    select(this.#dataset, dataset);
    this.#showChoices();
  }

  #showChoices(): void {
    const typed = typedSizes(this.#hidden.value);
    const problem = "problem" in typed ? typed.problem : null;
    this.#hidden.classList.toggle("invalid", problem !== null);
    this.#problem.hidden = problem === null;
    writeText(this.#problem, problem ?? "");
    writeText(this.#count, "value" in typed ? `${wholeText(parameterCount(typed.value))} parameters` : "");
    const isDifferent =
      "value" in typed &&
      this.#live !== null &&
      identity(this.#live) !== identityOf(typed.value, this.#activation.value, this.#dataset.value);
    this.#create.disabled = !this.#isPossible || problem !== null;
    this.#create.appearance = isDifferent ? "primary" : "secondary";
    this.#create.title = "value" in typed ? `Start with a new network ${sizesText(typed.value)}` : "";
  }

  #send(): void {
    const typed = typedSizes(this.#hidden.value);
    if ("problem" in typed) return;
    const activation = activationNames.find((name) => name === this.#activation.value) ?? activationNames[0];
    this.#actions.send({
      type: "newNetwork",
      choices: { sizes: [...typed.value], activation, dataset: this.#dataset.value },
    });
  }
}

/** What a choice is compared with; null without a network. */
function identity(network: NetworkSummary | null): string | null {
  return network && identityOf(network.shape.sizes, network.settings.activation, network.dataset);
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
