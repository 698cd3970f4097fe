import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import { numberText, signedOnScale } from "../extension/protocol/numberText.ts";
import { roundLimit } from "../extension/protocol/roundLimit.ts";
import type { NeuronAddress, NeuronSnapshot, Observation } from "../extension/protocol/snapshot.ts";
import { offerColours } from "./drawings/theme.ts";
import { element, writeText } from "./element.ts";
import { wholeText } from "./figureText.ts";
import { icon } from "./icon.ts";
import { type Connection, ConnectionTable } from "./neuron/connectionTable.ts";
import { InputPictures } from "./neuron/inputPictures.ts";
import { SteadyRanking } from "./neuron/steadyRanking.ts";
import { carriedBy, weightedSumParts } from "./neuron/weightedSum.ts";
import { WeightedSumTable } from "./neuron/weightedSumTable.ts";
import { wishText } from "./neuron/wishText.ts";
import { addressText, inputName, neuronName, shortInputName } from "./neuronName.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import "./neuronView.css";
import { setDisabled } from "./setDisabled.ts";

/** Rows of each list of connections. */
const mostInputs = 8;
const mostListeners = 16;
/** Between the answer to a click and the edge of what it is scrolled into. */
const leastMarginCssPixels = 6;

/** Why the inspected neuron has its number: its sum in numbers and in pictures, who speaks to it, who listens to it. */
export class NeuronView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #question = element("p", { class: "view-question" });
  readonly #name = element("p", { class: "neuron-name" });
  readonly #spoken = element("p", { class: "visually-hidden", role: "status" });
  readonly #back = element("vscode-button", { appearance: "icon", "aria-label": "Back to the neuron before" });
  readonly #close = element("vscode-button", { appearance: "icon", "aria-label": "Stop inspecting" });
  readonly #empty: HTMLElement;
  readonly #inspected: HTMLElement;
  readonly #answer: HTMLElement;
  readonly #sum = new WeightedSumTable();
  readonly #pictures: InputPictures;
  readonly #wish = element("p", { class: "neuron-wish" });
  readonly #inputs: ConnectionTable;
  readonly #listeners: ConnectionTable;
  readonly #listenersNote = element("p", { class: "neuron-note" });
  readonly #inputRanking = new SteadyRanking(mostInputs);
  readonly #listenerRanking = new SteadyRanking(mostListeners);
  readonly #listening = new AbortController();
  readonly #endColours: () => void;
  /** the neurons inspected before, the last one last */
  readonly #visited: NeuronAddress[] = [];
  #address: NeuronAddress | null = null;
  /** what had the keyboard when the first of them was asked for */
  #asker: Element | null = null;
  #network: NetworkSummary | null = null;
  #neuron: NeuronSnapshot | null = null;
  #subject = "";
  #carried = new Float64Array(0);
  #inputPlaces: readonly number[] = [];
  #listenerPlaces: readonly number[] = [];
  #markedInput: number | null = null;
  #rankAgain: ReturnType<typeof setTimeout> | undefined;
  /** whether the answer has still to be brought into sight */
  #isUnseen = false;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#pictures = new InputPictures(
      (input) => this.#mark(input),
      (input) => this.#inspectInput(input),
    );
    this.#inputs = new ConnectionTable("Strongest connections", ["from", "w", "a", "w·a"], {
      inspect: (place) => this.#inspectInput(this.#inputPlaces[place]),
      pointed: (place) => this.#mark(place === null ? null : this.#inputPlaces[place]),
    });
    this.#listeners = new ConnectionTable("Who listens to it", ["to", "w", "a"], {
      inspect: (place) => this.#inspectListener(this.#listenerPlaces[place]),
      pointed: () => {},
    });
    this.#back.append(icon("previous"));
    this.#close.append(icon("close"));
    this.#back.title = "Back to the neuron before";
    this.#close.title = "Stop inspecting";
    this.#empty = element(
      "div",
      {},
      element("p", { class: "view-question" }, "Click a neuron to ask it why"),
      element(
        "p",
        { class: "neuron-note" },
        "Any neuron, in any view, or walk to it with the arrow keys and press Enter: its weighted sum is then written out here with its numbers, what speaks for it and what against it.",
      ),
    );
    const section = (title: string, ...parts: HTMLElement[]) =>
      element("section", { class: "neuron-section", "aria-label": title }, element("h3", {}, title), ...parts);
    this.#answer = element(
      "div",
      { class: "neuron-answer" },
      element("div", { class: "neuron-sum" }, this.#sum.element, this.#wish),
      this.#pictures.element,
      section("Strongest connections", this.#inputs.element),
      section("Who listens to it", this.#listeners.element, this.#listenersNote),
    );
    this.#inspected = element(
      "div",
      {},
      element("div", { class: "neuron-head" }, this.#question, this.#back, this.#close),
      this.#name,
      this.#answer,
    );
    this.element = element("div", { class: "neuron-view" }, this.#empty, this.#inspected, this.#spoken);
    this.#endColours = offerColours(this.element);
    const { signal } = this.#listening;
    this.#back.addEventListener("click", () => this.#goBack(), { signal });
    this.#close.addEventListener("click", () => this.#actions.send({ type: "inspectNeuron", address: null }), {
      signal,
    });
    this.#follow(null);
  }

  update({ live, snapshot }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live") && !changed.has("snapshot")) return;
    if (!sameAddress(live.inspected, this.#address)) {
      // What was inspected before the panel opened is not the answer to a click.
      this.#isUnseen = live.inspected !== null && this.#network !== null;
      this.#network = live.network;
      this.#follow(live.inspected);
    }
    this.#network = live.network;
    const neuron = snapshot?.neuron ?? null;
    this.#neuron = sameAddress(neuron, this.#address) ? neuron : null;
    const example = snapshot?.example;
    this.#subject = `${this.#address ? addressText(this.#address) : ""} ${example?.set} ${example?.index}`;
    this.#draw();
    if (this.#isUnseen && this.#neuron) {
      this.#isUnseen = false;
      bringIntoSight(this.#question, this.#wish);
    }
  }

  observes(): Partial<Observation> {
    return this.#address && this.#address.layer > 0 ? { neuron: this.#address } : {};
  }

  dispose(): void {
    clearTimeout(this.#rankAgain);
    this.#endColours();
    this.#listening.abort();
    this.#sum.dispose();
    this.#pictures.dispose();
    this.#inputs.dispose();
    this.#listeners.dispose();
  }

  #follow(address: NeuronAddress | null): void {
    if (address === null) this.#visited.length = 0;
    else if (this.#address && sameAddress(address, this.#visited.at(-1) ?? null)) this.#visited.pop();
    else if (this.#address) this.#visited.push(this.#address);
    if (this.#address === null) this.#asker = document.activeElement;
    const hadKeyboard = this.#inspected.contains(document.activeElement);
    this.#address = address;
    setDisabled(this.#back, this.#visited.length === 0);
    this.#empty.hidden = address !== null;
    this.#inspected.hidden = address === null;
    if (hadKeyboard && address === null && this.#asker instanceof HTMLElement) this.#asker.focus();
    this.#markedInput = null;
    // Said once: the numbers beside it change many times a second.
    writeText(this.#spoken, address && this.#network ? `Inspecting ${neuronName(address, this.#network)}.` : "");
  }

  #goBack(): void {
    const address = this.#visited.at(-1);
    if (address) this.#actions.send({ type: "inspectNeuron", address });
  }

  #draw(): void {
    if (!this.#address || !this.#network) return;
    const address = this.#address;
    const network = this.#network;
    const name = neuronName(address, network);
    writeText(this.#name, `${name[0].toUpperCase()}${name.slice(1)}`);
    const neuron = this.#neuron;
    // Another neuron's numbers never stand under this one's name; their place is kept.
    this.#answer.classList.toggle("is-awaited", neuron === null);
    if (neuron === null) {
      writeText(this.#question, `Why is neuron ${addressText(address)} what it is?`);
      return;
    }
    writeText(this.#question, `Why is neuron ${addressText(address)} at ${numberText(neuron.activation)}?`);
    if (this.#carried.length !== neuron.weights.length) this.#carried = new Float64Array(neuron.weights.length);
    carriedBy(neuron, this.#carried);
    this.#sum.show(weightedSumParts(this.#carried, neuron), neuron, network.shape.activations[address.layer - 1]);
    writeText(this.#wish, wishText(neuron.delta));
    this.#drawPictures(neuron);
    const focused = document.activeElement;
    this.#drawInputs(neuron);
    this.#drawListeners(neuron);
    // Asked for by a link that this neuron has not.
    if (focused && this.#answer.contains(focused) && !focused.checkVisibility()) {
      requestAnimationFrame(() => this.#back.focus());
    }
  }

  #drawPictures({ layer, weights, previousActivations }: NeuronSnapshot): void {
    this.#pictures.show(
      {
        weights,
        activations: previousActivations,
        activationName: this.#network?.shape.activations[layer - 2] ?? null,
        carried: this.#carried,
        nameOf: (input) => this.#inputName(input),
        areNeurons: layer > 1,
      },
      this.#markedInput,
    );
  }

  #drawInputs({ layer, weights, previousActivations }: NeuronSnapshot): void {
    const network = this.#network;
    if (!network) return;
    const nowMs = performance.now();
    this.#inputPlaces = this.#inputRanking.rank(this.#subject, this.#carried, nowMs);
    // The last numbers before a pause are ranked too.
    clearTimeout(this.#rankAgain);
    if (this.#inputRanking.nextMs > nowMs) {
      this.#rankAgain = setTimeout(() => this.#draw(), this.#inputRanking.nextMs - nowMs + 1);
    }
    const largest = Math.max(0, ...this.#inputPlaces.map((input) => Math.abs(this.#carried[input])));
    const connections = this.#inputPlaces.map((input): Connection => {
      const address = { layer: layer - 1, neuron: input };
      const numbers = [
        signedOnScale(weights[input], largest),
        numberText(previousActivations[input]),
        signedOnScale(this.#carried[input], largest),
      ];
      return {
        name: layer === 1 ? shortInputName(input, weights.length) : addressText(address),
        fullName: layer === 1 ? inputName(input, weights.length) : neuronName(address, network),
        numbers,
        bar: this.#carried[input],
      };
    });
    this.#inputs.show(connections, layer > 1, roundLimit(largest));
    this.#inputs.mark(this.#markedInput === null ? null : this.#inputPlaces.indexOf(this.#markedInput));
  }

  #drawListeners({ layer, neuron, outgoingWeights, nextActivations }: NeuronSnapshot): void {
    const network = this.#network;
    if (!network) return;
    const isOutput = outgoingWeights.length === 0;
    this.#listeners.element.hidden = isOutput;
    const isPart = outgoingWeights.length > mostListeners;
    this.#listenersNote.hidden = !isOutput && !isPart;
    if (isOutput) {
      writeText(
        this.#listenersNote,
        network.isLabelled
          ? `Nobody: it is the network’s own word for “${network.outputNames[neuron]}”.`
          : "Nobody: it is one of the network’s outputs.",
      );
      this.#listenerPlaces = [];
      return;
    }
    // Few are shown in their own order, in which they never move.
    this.#listenerPlaces = isPart
      ? this.#listenerRanking.rank(this.#subject, outgoingWeights, performance.now())
      : Array.from(outgoingWeights, (_, place) => place);
    writeText(
      this.#listenersNote,
      `The strongest ${wholeText(mostListeners)} of ${wholeText(outgoingWeights.length)}.`,
    );
    const largest = this.#listenerPlaces.reduce((most, place) => Math.max(most, Math.abs(outgoingWeights[place])), 0);
    const connections = this.#listenerPlaces.map((place): Connection => {
      const address = { layer: layer + 1, neuron: place };
      return {
        name: addressText(address),
        fullName: neuronName(address, network),
        numbers: [signedOnScale(outgoingWeights[place], largest), numberText(nextActivations[place])],
        bar: outgoingWeights[place],
      };
    });
    this.#listeners.show(connections, true, roundLimit(largest));
  }

  #mark(input: number | null): void {
    if (input === this.#markedInput) return;
    this.#markedInput = input;
    this.#pictures.mark(input);
    this.#inputs.mark(input === null ? null : this.#inputPlaces.indexOf(input));
  }

  #inputName(input: number): string {
    if (!this.#address || !this.#network) return "";
    const { layer } = this.#address;
    if (layer === 1) return inputName(input, this.#network.shape.sizes[0]);
    const address = { layer: layer - 1, neuron: input };
    return `${addressText(address)} · ${neuronName(address, this.#network)}`;
  }

  #inspectInput(input: number): void {
    if (!this.#neuron || !this.#address || this.#address.layer <= 1) return;
    this.#actions.send({ type: "inspectNeuron", address: { layer: this.#address.layer - 1, neuron: input } });
  }

  #inspectListener(neuron: number): void {
    if (!this.#neuron || !this.#address) return;
    this.#actions.send({ type: "inspectNeuron", address: { layer: this.#address.layer + 1, neuron } });
  }
}

/** Scrolls as little as it takes to show both and what is between them, from `first` on where there is no room. */
function bringIntoSight(first: HTMLElement, last: HTMLElement): void {
  let frame = first.parentElement;
  while (frame && !["auto", "scroll"].includes(getComputedStyle(frame).overflowY)) frame = frame.parentElement;
  if (!frame) return;
  const { top: edge, height } = frame.getBoundingClientRect();
  const padding = Number.parseFloat(getComputedStyle(frame).paddingTop);
  const top = first.getBoundingClientRect().top - edge - Math.max(padding, leastMarginCssPixels);
  const bottom = last.getBoundingClientRect().bottom - edge + leastMarginCssPixels;
  const way = top < 0 || bottom - top > height ? top : Math.max(0, bottom - height);
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  frame.scrollBy({ top: way, behavior: isStill ? "instant" : "smooth" });
}

function sameAddress(one: NeuronAddress | null, other: NeuronAddress | null): boolean {
  return one?.layer === other?.layer && one?.neuron === other?.neuron;
}
