import { fittingInWords } from "../extension/protocol/fitting.ts";
import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import { numberText } from "../extension/protocol/numberText.ts";
import type { DiagnosticsSnapshot, NeuronAddress, Observation } from "../extension/protocol/snapshot.ts";
import { Glide } from "./drawings/glide.ts";
import { SmoothLimit } from "./drawings/smoothLimit.ts";
import { offerColours } from "./drawings/theme.ts";
import { element, writeText } from "./element.ts";
import { wholeText } from "./figureText.ts";
import { longestGradient } from "./health/gradientScale.ts";
import { healthAnswer } from "./health/healthAnswer.ts";
import { LayerRow } from "./health/layerRow.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import "./healthView.css";

/** Is every layer learning? Each layer's gradient beside the others', its neurons that say always the same, its weights. */
export class HealthView implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #answer = element("span", { class: "view-answer" });
  readonly #rows = element("tbody");
  readonly #scale = element("span", { class: "health-note" });
  readonly #sample = element("p", { class: "health-sample" });
  readonly #limit = new SmoothLimit();
  readonly #glide = new Glide([this.#limit], () => this.#showLimit());
  readonly #endColours: () => void;
  #layers: readonly LayerRow[] = [];
  #network: NetworkSummary | undefined;
  #diagnosed: DiagnosticsSnapshot | undefined;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    const column = (title: string, note: Node | string) =>
      element("th", { scope: "col" }, title, element("span", { class: "health-note" }, " ", note));
    this.element = element(
      "div",
      { class: "health-view" },
      element("p", { class: "view-question" }, element("strong", {}, "Is every layer learning?"), " ", this.#answer),
      element(
        "div",
        { class: "health-frame", role: "region", "aria-label": "Layers", tabindex: "0" },
        element(
          "table",
          { class: "health-table" },
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("th", { scope: "col" }, "Layer"),
              column("Gradient", "a mark is 10 times"),
              column("Neurons", ""),
              column("Weights", this.#scale),
            ),
          ),
          this.#rows,
        ),
        this.#sample,
      ),
    );
    this.#endColours = offerColours(this.element);
  }

  update({ live, snapshot }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live") && !changed.has("snapshot")) return;
    const { network } = live;
    if (network === null) return;
    if (!this.#network || !looksAlike(network, this.#network)) this.#build(network);
    const diagnostics = snapshot?.diagnostics;
    if (!diagnostics || diagnostics.layers.length !== this.#layers.length) return;
    if (this.#diagnosed && isSame(diagnostics, this.#diagnosed)) return;
    this.#diagnosed = diagnostics;
    this.#show(diagnostics, network);
  }

  observes(): Partial<Observation> {
    return { diagnostics: true };
  }

  dispose(): void {
    this.#glide.dispose();
    this.#endColours();
    for (const layer of this.#layers) layer.dispose();
  }

  #build(network: NetworkSummary): void {
    for (const layer of this.#layers) layer.dispose();
    this.#network = network;
    this.#diagnosed = undefined;
    this.#limit.reset();
    const inspect = (address: NeuronAddress) => this.#actions.send({ type: "inspectNeuron", address });
    this.#layers = network.shape.sizes.slice(1).map((_, index) => new LayerRow(index + 1, network, inspect));
    this.#rows.replaceChildren(...this.#layers.map((layer) => layer.element));
    writeText(this.#answer, "");
    writeText(this.#sample, "");
  }

  #show(diagnostics: DiagnosticsSnapshot, { shape, isLabelled }: NetworkSummary): void {
    const { sampleCount, step } = diagnostics;
    // Where nobody knows what is right there is no gradient.
    const layers = isLabelled
      ? diagnostics.layers
      : diagnostics.layers.map((layer) => ({ ...layer, gradientLength: Number.NaN }));
    const largest = Math.max(...layers.map(({ histogram }) => histogram.limit));
    this.#limit.show(largest, performance.now());
    const longest = longestGradient(layers);
    this.#layers.forEach((layer, index) => {
      layer.update(layers[index], longest, this.#limit);
    });
    const unlabelled = "There is nothing to learn from here: these examples have no labels for its outputs.";
    writeText(this.#answer, isLabelled ? healthAnswer(diagnostics, shape) : unlabelled);
    const { examples } = fittingInWords(shape.sizes);
    writeText(this.#sample, `On ${wholeText(sampleCount)} ${examples}, at step ${wholeText(step)}.`);
    this.#showLimit();
  }

  #showLimit(): void {
    const { limit } = this.#limit;
    writeText(
      this.#scale,
      limit > 0 ? `−${numberText(limit, limit < 1 ? 2 : 1)} … +${numberText(limit, limit < 1 ? 2 : 1)}` : "",
    );
    for (const layer of this.#layers) layer.showLimit(this.#limit);
    this.#glide.goOn();
  }
}

/** Whether nothing was measured anew. */
function isSame(one: DiagnosticsSnapshot, other: DiagnosticsSnapshot): boolean {
  return (
    one.step === other.step &&
    one.layers.every(({ gradientLength }, index) => Object.is(gradientLength, other.layers[index].gradientLength))
  );
}

/** Whether two networks have the same layers, called the same. */
function looksAlike(one: NetworkSummary, other: NetworkSummary): boolean {
  const { sizes, activations } = one.shape;
  return (
    sizes.join(" ") === other.shape.sizes.join(" ") &&
    activations.join(" ") === other.shape.activations.join(" ") &&
    one.outputNames.join(" ") === other.outputNames.join(" ")
  );
}
