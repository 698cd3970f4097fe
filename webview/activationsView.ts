import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import type { NeuronAddress, Observation } from "../extension/protocol/snapshot.ts";
import { answerOf, answerText, outputActivationOf, questionText } from "./answer.ts";
import { activationRange } from "./drawings/activationRange.ts";
import { Legend } from "./drawings/legend.ts";
import { LineLegend } from "./drawings/lineLegend.ts";
import { NetworkDrawing } from "./drawings/networkDrawing.ts";
import { centreOf, neuronAt } from "./drawings/networkLayout.ts";
import { neuronByKey } from "./drawings/networkWalk.ts";
import { Tooltip } from "./drawings/tooltip.ts";
import { element, writeText } from "./element.ts";
import { sizesText } from "./figureText.ts";
import { neuronFacts } from "./neuronFacts.ts";
import { addressText, inputName, neuronName } from "./neuronName.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

/** Connections drawn between two neighbouring layers: enough for all of 16 × 16, few enough to be seen one by one. */
const mostConnections = 256;

/** Why did the network say 3? Every neuron's activation for the shown example, and the connections that carry most. */
export class ActivationsView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #question = element("strong", {});
  readonly #answer = element("span", { class: "view-answer" });
  readonly #drawing = new NetworkDrawing();
  readonly #activationLegend = new Legend("activation", "sequential");
  readonly #signedLegend = new Legend("or", "diverging");
  readonly #lineLegend = new LineLegend();
  readonly #tooltip = new Tooltip();
  /** Reads out the neuron that the keys have walked to. */
  readonly #walked = element("span", { class: "visually-hidden", role: "status" });
  readonly #listening = new AbortController();
  #state: PanelState | null = null;
  #pointed: NeuronAddress | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    const canvas = this.#drawing.element;
    canvas.classList.add("network-drawing");
    canvas.removeAttribute("aria-hidden");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", "picture of the network");
    const { signal } = this.#listening;
    canvas.addEventListener("pointermove", (event) => this.#point(this.#neuronUnder(event)), { signal });
    canvas.addEventListener("pointerleave", () => this.#point(null), { signal });
    canvas.addEventListener("blur", () => this.#point(null), { signal });
    canvas.addEventListener("click", (event) => this.#inspect(this.#neuronUnder(event)), { signal });
    canvas.addEventListener("keydown", (event) => this.#receiveKey(event), { signal });
    this.element = element(
      "div",
      { class: "activations-view" },
      element("p", { class: "view-question" }, this.#question, " ", this.#answer),
      element("div", { class: "network-frame" }, canvas),
      element(
        "div",
        { class: "view-legends" },
        this.#activationLegend.element,
        this.#signedLegend.element,
        this.#lineLegend.element,
      ),
      this.#walked,
    );
  }

  update(state: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    const { live, snapshot } = state;
    const { network } = live;
    const before = this.#state;
    this.#state = state;
    if (network === null || !(changed.has("live") || changed.has("snapshot"))) return;
    if (this.#pointed && this.#pointed.neuron >= (network.shape.sizes[this.#pointed.layer] ?? 0)) this.#point(null);
    // Every report of progress is a change of the live state, and most change nothing here.
    const isDrawnAnew =
      changed.has("snapshot") || before?.live.network !== network || before.live.inspected !== live.inspected;
    if (!isDrawnAnew) return;
    this.#signedLegend.element.hidden = !network.shape.activations.some((name) => activationRange(name).isSigned);
    this.#drawing.show({ network, snapshot, inspected: live.inspected });
    this.#writeAnswer(state, network);
    this.#showTooltip();
  }

  observes(): Partial<Observation> {
    const pointed = this.#pointed;
    return {
      activations: true,
      connections: mostConnections,
      rows: pointed && pointed.layer > 0 ? [{ layer: pointed.layer, from: pointed.neuron, count: 1 }] : [],
    };
  }

  dispose(): void {
    this.#listening.abort();
    this.#drawing.dispose();
    this.#activationLegend.dispose();
    this.#signedLegend.dispose();
    this.#lineLegend.dispose();
    this.#tooltip.dispose();
  }

  #writeAnswer({ snapshot, live }: PanelState, network: NetworkSummary): void {
    const answer = answerOf(snapshot, outputActivationOf(network.shape));
    const question = answer ? questionText(answer, network.outputNames) : "What does the network say?";
    const words = answer ? answerText(answer, network.outputNames) : "";
    writeText(this.#question, question);
    writeText(this.#answer, words);
    // A description that changes thirty times a second is none.
    if (live.status === "training") return;
    this.#drawing.element.setAttribute(
      "aria-label",
      `The network ${sizesText(network.shape.sizes)} and the shown example. ${words} Arrow keys walk its neurons, Enter inspects one.`,
    );
  }

  #neuronUnder(event: MouseEvent): NeuronAddress | null {
    return neuronAt(this.#drawing.layout, { x: event.offsetX, y: event.offsetY });
  }

  #point(address: NeuronAddress | null): void {
    if (address?.layer === this.#pointed?.layer && address?.neuron === this.#pointed?.neuron) return;
    this.#pointed = address;
    this.#drawing.element.classList.toggle("over-neuron", address !== null && address.layer > 0);
    this.#drawing.point(address);
    this.#showTooltip();
    this.#actions.observationChanged();
  }

  #inspect(address: NeuronAddress | null): void {
    // The input's neurons have no weights to be inspected.
    if (address && address.layer > 0) this.#actions.send({ type: "inspectNeuron", address });
  }

  #receiveKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      this.#inspect(this.#pointed);
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.#point(null);
    } else {
      const next = this.#pointed
        ? neuronByKey(this.#drawing.layout, this.#pointed, event.key)
        : this.#firstNeuron(event);
      if (!event.key.startsWith("Arrow") && next === null) return;
      event.preventDefault();
      if (next === null) return;
      this.#point(next);
      this.#readOut(next);
    }
  }

  /** Where a walk begins: at the inspected neuron, else at the output that the network says. */
  #firstNeuron(event: KeyboardEvent): NeuronAddress | null {
    const state = this.#state;
    if (!event.key.startsWith("Arrow") || !state?.live.network) return null;
    const layer = state.live.network.shape.sizes.length - 1;
    return (
      state.live.inspected ?? {
        layer,
        neuron: answerOf(state.snapshot, outputActivationOf(state.live.network.shape))?.said ?? 0,
      }
    );
  }

  #readOut(address: NeuronAddress): void {
    const { snapshot, live } = this.#state ?? {};
    if (!snapshot || !live?.network) return;
    writeText(this.#walked, [nameOf(address, live.network), ...neuronFacts(address, snapshot)].join(", "));
  }

  #showTooltip(): void {
    const { snapshot, live } = this.#state ?? {};
    const address = this.#pointed;
    if (!address || !snapshot || !live?.network || this.#drawing.layout.length === 0) {
      this.#tooltip.hide();
      return;
    }
    const { left, top } = this.#drawing.element.getBoundingClientRect();
    const { x, y } = centreOf(this.#drawing.layout, address);
    const title = `${addressText(address)} · ${nameOf(address, live.network)}`;
    this.#tooltip.show([title, ...neuronFacts(address, snapshot)], left + x, top + y);
  }
}

function nameOf(address: NeuronAddress, network: NetworkSummary): string {
  return address.layer === 0 ? inputName(address.neuron, network.shape.sizes[0]) : neuronName(address, network);
}
