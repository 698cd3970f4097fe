import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import type { NeuronAddress, Observation } from "../extension/protocol/snapshot.ts";
import { Tooltip } from "./drawings/tooltip.ts";
import { element, writeText } from "./element.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import { fitLayerSections } from "./weights/fitLayerSections.ts";
import { LayerSection } from "./weights/layerSection.ts";
import "./weightsView.css";

/** What the network has learnt: a picture for each neuron of the first layer, a matrix for each later layer. */
export class WeightsView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #question = element("p", { class: "view-question" });
  readonly #layers = element("div", { class: "weights-layers" });
  readonly #tooltip = new Tooltip();
  readonly #visible = new Set<LayerSection>();
  readonly #resizeObserver = new ResizeObserver(() => this.#fit());
  readonly #visibilityObserver: IntersectionObserver;
  #sections: readonly LayerSection[] = [];
  #network: NetworkSummary | undefined;
  #state: PanelState | undefined;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.element = element("div", { class: "weights-view" }, this.#question, this.#layers);
    this.#resizeObserver.observe(this.#layers);
    this.#visibilityObserver = new IntersectionObserver((entries) => this.#visibilityChanged(entries), {
      root: this.#layers,
    });
  }

  update(state: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live") && !changed.has("snapshot")) return;
    this.#state = state;
    const { network, inspected } = state.live;
    if (network === null) return;
    if (!this.#network || !looksAlike(network, this.#network)) this.#build(network);
    for (const section of this.#sections) section.update(state.snapshot, inspected);
  }

  /** The rows of the layers that are scrolled into view, and no others. */
  observes(): Partial<Observation> {
    return { rows: [...this.#visible].map((section) => ({ layer: section.layer, ...section.range })) };
  }

  dispose(): void {
    this.#resizeObserver.disconnect();
    this.#visibilityObserver.disconnect();
    for (const section of this.#sections) section.dispose();
    this.#tooltip.dispose();
  }

  #build(network: NetworkSummary): void {
    this.#visibilityObserver.disconnect();
    this.#visible.clear();
    for (const section of this.#sections) section.dispose();
    this.#tooltip.hide();
    this.#network = network;
    const { sizes } = network.shape;
    writeText(
      this.#question,
      sizes.length > 2
        ? "What does each neuron look for? Blue speaks for it, orange against it."
        : "What does each output look for? Blue speaks for it, orange against it.",
    );
    const actions = {
      inspect: (address: NeuronAddress) => this.#actions.send({ type: "inspectNeuron", address }),
      rangeChanged: () => this.#actions.observationChanged(),
    };
    this.#sections = sizes.slice(1).map((_, k) => new LayerSection(k + 1, network, actions, this.#tooltip));
    this.#layers.replaceChildren(...this.#sections.map((section) => section.element));
    for (const section of this.#sections) this.#visibilityObserver.observe(section.element);
    this.#fit();
  }

  #fit(): void {
    fitLayerSections(this.#layers, this.#sections);
  }

  #visibilityChanged(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const section = this.#sections.find(({ element }) => element === entry.target);
      if (!section) continue;
      if (entry.isIntersecting) this.#visible.add(section);
      else this.#visible.delete(section);
    }
    this.#actions.observationChanged();
    if (this.#state)
      for (const section of this.#visible) section.update(this.#state.snapshot, this.#state.live.inspected);
  }
}

/** Whether two networks have the same layers, called the same. */
function looksAlike(one: NetworkSummary, other: NetworkSummary): boolean {
  return (
    one.shape.sizes.join(" ") === other.shape.sizes.join(" ") &&
    one.outputNames.join(" ") === other.outputNames.join(" ")
  );
}
