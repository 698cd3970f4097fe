import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import type { Observation } from "../extension/protocol/snapshot.ts";
import { element, writeText } from "./element.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import { LayerSections } from "./weights/layerSections.ts";
import "./weightsView.css";

/** What the network has learnt: a picture for each neuron of the first layer, a matrix for each later layer. */
export class WeightsView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #question = element("p", { class: "view-question" });
  readonly #sections: LayerSections;
  #network: NetworkSummary | undefined;
  #state: PanelState | undefined;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#sections = new LayerSections(
      {
        inspect: (address) => actions.send({ type: "inspectNeuron", address }),
        rangeChanged: () => actions.observationChanged(),
      },
      () => this.#visibilityChanged(),
    );
    this.element = element("div", { class: "weights-view" }, this.#question, this.#sections.element);
  }

  update(state: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live") && !changed.has("snapshot")) return;
    this.#state = state;
    const { network, inspected } = state.live;
    if (network === null) return;
    if (!this.#network || !looksAlike(network, this.#network)) this.#build(network);
    for (const section of this.#sections.all) section.update(state.snapshot, inspected);
  }

  /** The rows of the layers that are scrolled into view, and no others. */
  observes(): Partial<Observation> {
    return { rows: [...this.#sections.visible].map((section) => ({ layer: section.layer, ...section.range })) };
  }

  dispose(): void {
    this.#sections.dispose();
  }

  #build(network: NetworkSummary): void {
    this.#network = network;
    const { sizes } = network.shape;
    writeText(
      this.#question,
      sizes.length > 2
        ? "What does each neuron look for? Blue speaks for it, orange against it."
        : "What does each output look for? Blue speaks for it, orange against it.",
    );
    this.#sections.build(network);
  }

  #visibilityChanged(): void {
    this.#actions.observationChanged();
    if (!this.#state) return;
    for (const section of this.#sections.visible) section.update(this.#state.snapshot, this.#state.live.inspected);
  }
}

/** Whether two networks have the same layers, called the same. */
function looksAlike(one: NetworkSummary, other: NetworkSummary): boolean {
  return (
    one.shape.sizes.join(" ") === other.shape.sizes.join(" ") &&
    one.outputNames.join(" ") === other.outputNames.join(" ")
  );
}
