import {
  type ActivationName,
  activationNames,
  type CostName,
  costNames,
  type HiddenActivationName,
  hiddenActivationNames,
  outputsOfCost,
} from "../../extension/network/networkShape.ts";
import {
  activationWords,
  costWords,
  descentWords,
  initialisationWords,
  scheduleWords,
} from "../../extension/protocol/choiceNames.ts";
import {
  type DescentName,
  descentNames,
  type InitialisationName,
  initialisationNames,
  mostLayers,
  networkSettingsEntries,
  type ScheduleName,
  scheduleNames,
} from "../../extension/protocol/settings.ts";
import { element, writeText } from "../element.ts";
import { NameDropdown } from "./nameDropdown.ts";
import { type NetworkChoices, outputOf, withLayerActivation, withOutput } from "./networkChoices.ts";
import { NumberField } from "./numberField.ts";
import "./moreChoices.css";

/** What the form does with what is chosen. */
export interface MoreActions {
  change(choices: NetworkChoices): void;
  /** a text is no number: there is nothing to be changed, and no network to be made */
  refuse(): void;
}

/** How the form's network stands while {@link MoreChoices} shows it. */
export interface ShownChoices {
  readonly choices: NetworkChoices;
  /** hidden layers whose activations are chosen one by one; 0 where they share one */
  readonly separateLayers: number;
  /** the network that these make, in words */
  readonly inWords: string;
}

/**
 * What a lesson's first network need not choose, in a sheet over the views: each choice with what it is for. A button
 * opens and closes it, so do Escape and a click elsewhere.
 */
export class MoreChoices {
  readonly button = element("vscode-button", { class: "more-button", appearance: "secondary" }, "More");
  readonly element: HTMLElement;
  readonly #actions: MoreActions;
  readonly #layers: readonly NameDropdown<HiddenActivationName>[];
  readonly #layerRow: ChoiceRow;
  readonly #output = new NameDropdown<ActivationName>("Output", activationNames, activationWords, (output) =>
    this.#actions.change(withOutput(this.#choices, output)),
  );
  readonly #cost = new NameDropdown<CostName>("Cost", costNames, costWords, (cost) => this.#change({ cost }));
  readonly #descent = new NameDropdown<DescentName>("Descent", descentNames, descentWords, (descent) =>
    this.#change({ descent }),
  );
  readonly #schedule = new NameDropdown<ScheduleName>("Schedule", scheduleNames, scheduleWords, (schedule) =>
    this.#change({ schedule }),
  );
  readonly #initialisation = new NameDropdown<InitialisationName>(
    "Initial weights",
    initialisationNames,
    initialisationWords,
    (initialisation) => this.#change({ initialisation }),
  );
  readonly #momentum = this.#numberField("Momentum μ", "momentum");
  readonly #scheduleEpochs = this.#numberField("Epochs of the schedule", "scheduleEpochs");
  readonly #batchSize = this.#numberField("Examples in a mini-batch", "batchSize");
  readonly #l2 = this.#numberField("L2 λ", "l2");
  readonly #numbers = [
    ["momentum", this.#momentum],
    ["scheduleEpochs", this.#scheduleEpochs],
    ["batchSize", this.#batchSize],
    ["l2", this.#l2],
  ] as const;
  readonly #augment = element("vscode-checkbox", {}, "bent anew in each epoch");
  readonly #momentumPart = element("span", { class: "choice-part" }, "μ", this.#momentum.element);
  readonly #epochsPart = element("span", { class: "choice-part" }, "over", this.#scheduleEpochs.element, "epochs");
  readonly #outputRow = new ChoiceRow("Output", this.#output.element);
  readonly #costRow = new ChoiceRow("Cost", this.#cost.element);
  readonly #descentRow = new ChoiceRow("Descent", this.#descent.element, this.#momentumPart);
  readonly #scheduleRow = new ChoiceRow("Learning rate", this.#schedule.element, this.#epochsPart);
  readonly #batchRow = new ChoiceRow("Mini-batch", this.#batchSize.element);
  readonly #l2Row = new ChoiceRow("L2", this.#l2.element);
  readonly #initialisationRow = new ChoiceRow("Initial weights", this.#initialisation.element);
  readonly #augmentRow = new ChoiceRow("Digits", this.#augment);
  readonly #inWords = element("p", { class: "chosen-in-words" });
  #choices: NetworkChoices;
  /** a click on the button closes the sheet before the button hears of it */
  #wasOpenAtPress = false;

  constructor(actions: MoreActions, choices: NetworkChoices) {
    this.#actions = actions;
    this.#choices = choices;
    this.#layers = Array.from({ length: mostLayers - 2 }, (_, layer) => {
      const label = `Activation of layer ${layer + 1}`;
      return new NameDropdown<HiddenActivationName>(label, hiddenActivationNames, activationWords, (activation) =>
        actions.change(withLayerActivation(this.#choices, layer, activation)),
      );
    });
    const layers = element("span", { class: "layer-activations" }, ...this.#layers.map(({ element }) => element));
    this.#layerRow = new ChoiceRow("Hidden layers", layers);
    this.#augment.addEventListener("change", () => this.#change({ augment: this.#augment.checked }));
    const rows = [
      this.#layerRow,
      this.#outputRow,
      this.#costRow,
      this.#descentRow,
      this.#scheduleRow,
      this.#batchRow,
      this.#l2Row,
      this.#initialisationRow,
      this.#augmentRow,
    ];
    this.element = element(
      "div",
      { class: "more-choices", popover: "auto", role: "group", "aria-label": "More of what it learns with" },
      ...rows.map((row) => row.element),
      this.#inWords,
    );
    this.button.title = "What else the next network learns with: cost, descent, schedule, …";
    this.button.addEventListener("pointerdown", () => {
      this.#wasOpenAtPress = this.isOpen;
    });
    this.button.addEventListener("click", () => {
      if (this.isOpen || this.#wasOpenAtPress) this.element.hidePopover();
      else this.open();
      this.#wasOpenAtPress = false;
    });
    this.element.addEventListener("toggle", () => this.#sayWhetherOpen());
    // It would lie over what the keyboard goes to.
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      const isWithin = relatedTarget === this.button || this.element.contains(relatedTarget as Node | null);
      if (relatedTarget !== null && !isWithin) this.element.hidePopover();
    });
  }

  get isOpen(): boolean {
    return this.element.matches(":popover-open");
  }

  /** Whether each number is one that can be taken. */
  get isTakeable(): boolean {
    return this.#numbers.every(([, field]) => field.problem === null);
  }

  open(): void {
    if (!this.isOpen) this.element.showPopover();
  }

  /** Opens where hidden layers are chosen one by one. */
  openAtLayers(): void {
    this.open();
    this.#layers[0].element.focus();
  }

  /** Numbers that were typed and could not be taken are forgotten. */
  reset(shown: ShownChoices): void {
    for (const [entry, field] of this.#numbers) field.reset(shown.choices[entry]);
    this.show(shown);
  }

  show({ choices, separateLayers, inWords }: ShownChoices): void {
    this.#choices = choices;
    const { activations, cost, descent, schedule, initialisation, augment } = choices;
    const output = outputOf(choices);
    this.#layerRow.element.hidden = separateLayers === 0;
    for (const [layer, dropdown] of this.#layers.entries()) {
      dropdown.element.hidden = layer >= separateLayers;
      const name = activations[layer];
      if (layer < separateLayers && name !== "softmax") dropdown.show(name);
    }
    this.#output.show(output);
    // The cost goes with the output: one that cannot judge it is not offered.
    this.#cost.show(cost, (each) => outputsOfCost[each].includes(output));
    this.#descent.show(descent);
    this.#schedule.show(schedule);
    this.#initialisation.show(initialisation);
    if (this.#augment.checked !== augment) this.#augment.checked = augment;
    this.#momentumPart.hidden = descent !== "momentum";
    this.#epochsPart.hidden = schedule === "constant";
    for (const [entry, field] of this.#numbers) field.show(choices[entry]);
    // What is not seen cannot be put right.
    if (this.#momentumPart.hidden) this.#momentum.reset(choices.momentum);
    if (this.#epochsPart.hidden) this.#scheduleEpochs.reset(choices.scheduleEpochs);
    writeText(this.#inWords, `New network: ${inWords}`);
    this.#sayMeanings();
    this.#sayWhetherOpen();
  }

  /** On the control within the toolkit's button, which does not hand it on, and which is there once it is connected. */
  #sayWhetherOpen(): void {
    this.button.control?.setAttribute("aria-expanded", String(this.isOpen));
  }

  #sayMeanings(): void {
    const { cost, descent, schedule, initialisation, l2, augment } = this.#choices;
    this.#layerRow.say("what each does with its weighted sums");
    this.#outputRow.say(activationWords[outputOf(this.#choices)].meaning);
    this.#costRow.say(costWords[cost].meaning);
    this.#descentRow.say(this.#momentum.problem ?? descentWords[descent].meaning, this.#momentum.problem !== null);
    const epochsProblem = this.#scheduleEpochs.problem;
    this.#scheduleRow.say(epochsProblem ?? scheduleWords[schedule].meaning, epochsProblem !== null);
    const batchProblem = this.#batchSize.problem;
    this.#batchRow.say(batchProblem ?? "examples over which the gradient is averaged", batchProblem !== null);
    const penalty = l2 === 0 ? "no penalty on large weights; try 0.0001" : "λ of the penalty ½ λ Σ w² on large weights";
    this.#l2Row.say(this.#l2.problem ?? penalty, this.#l2.problem !== null);
    this.#initialisationRow.say(initialisationWords[initialisation].meaning);
    this.#augmentRow.say(
      augment ? "reads others better, learns more slowly" : "each epoch learns from the same digits",
    );
  }

  #change(change: Partial<NetworkChoices>): void {
    this.#actions.change({ ...this.#choices, ...change });
  }

  #numberField(label: string, entry: "momentum" | "scheduleEpochs" | "batchSize" | "l2"): NumberField {
    return new NumberField(label, networkSettingsEntries[entry], (value) => {
      if (value !== null) return this.#change({ [entry]: value });
      this.#sayMeanings();
      this.#actions.refuse();
    });
  }
}

/** A choice's name, its controls, and what it is for, or what is wrong with it. */
class ChoiceRow {
  readonly element: HTMLElement;
  readonly #meaning = element("span", { class: "choice-meaning", role: "status" });

  constructor(name: string, ...controls: HTMLElement[]) {
    this.element = element(
      "div",
      { class: "choice-row" },
      element("span", { class: "choice-name" }, name),
      element("span", { class: "choice-controls" }, ...controls),
      this.#meaning,
    );
  }

  say(words: string, isProblem = false): void {
    writeText(this.#meaning, words);
    this.#meaning.classList.toggle("is-problem", isProblem);
  }
}
