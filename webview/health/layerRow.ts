import { counted } from "../../extension/protocol/counted.ts";
import { layerName } from "../../extension/protocol/layerName.ts";
import type { NetworkSummary } from "../../extension/protocol/liveState.ts";
import { numberText, scientificText } from "../../extension/protocol/numberText.ts";
import type { LayerDiagnostics, NeuronAddress } from "../../extension/protocol/snapshot.ts";
import type { SmoothLimit } from "../drawings/smoothLimit.ts";
import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";
import { addressText, neuronName } from "../neuronName.ts";
import { gradientBar } from "./gradientScale.ts";
import { HistogramDrawing } from "./histogramDrawing.ts";
import { isIdle, type NeuronGroup, neuronGroups } from "./neuronGroups.ts";
import { weightSpread } from "./weightSpread.ts";

/** One layer of the health view: its gradient, its idle neurons, its weights. */
export class LayerRow {
  readonly element: HTMLElement;
  readonly #layer: number;
  readonly #network: NetworkSummary;
  readonly #inspect: (address: NeuronAddress) => void;
  readonly #bar = element("span", { class: "health-bar-fill" });
  readonly #gradient = element("span", { class: "health-figure" });
  readonly #relative = element("span", { class: "health-note" });
  readonly #neurons = element("td", { class: "health-neurons" });
  readonly #histogram = new HistogramDrawing();
  readonly #spread = element("span", { class: "health-note" });
  readonly #spoken = element("span", { class: "visually-hidden", role: "status" });
  /** what the neurons' cell says now */
  #groupsShown = "";

  constructor(layer: number, network: NetworkSummary, inspect: (address: NeuronAddress) => void) {
    const { sizes } = network.shape;
    this.#layer = layer;
    this.#network = network;
    this.#inspect = inspect;
    const plainName = layerName(layer, sizes.length);
    const name = `${plainName[0].toUpperCase()}${plainName.slice(1)}`;
    const size = counted(sizes[layer], "neuron");
    this.element = element(
      "tr",
      {},
      element(
        "th",
        // Read without it as one number: layer 116.
        { scope: "row", class: "health-layer", "aria-label": `${name}, ${size}` },
        name,
        element("span", { class: "health-note" }, size),
      ),
      element(
        "td",
        { class: "health-gradient" },
        element("span", { class: "health-bar", "aria-hidden": "true" }, this.#bar),
        element("span", { class: "health-column-name", "aria-hidden": "true" }, "gradient "),
        this.#gradient,
        this.#relative,
      ),
      this.#neurons,
      element("td", { class: "health-weights" }, this.#histogram.element, this.#spread),
    );
    this.#neurons.append(this.#spoken);
  }

  /**
   * @param longest the longest gradient of all layers
   * @param limit end of the scale that all layers' weights share
   */
  update(diagnostics: LayerDiagnostics, longest: number, limit: SmoothLimit): void {
    const { gradientLength, parameterLength, histogram } = diagnostics;
    this.#bar.style.width = `${(gradientBar(gradientLength, longest) * 100).toFixed(1)}%`;
    writeText(this.#gradient, Number.isNaN(gradientLength) ? "–" : scientificText(gradientLength).replace("+", ""));
    writeText(this.#relative, relativeText(gradientLength / parameterLength));
    this.#showGroups(neuronGroups(diagnostics, this.#layer, this.#network.shape), diagnostics.conditions.length);
    this.#histogram.show(histogram, limit.limit);
    const spread = weightSpread(histogram);
    writeText(this.#spread, spread > 0 ? `9 in 10 within ±${numberText(spread, decimalsOf(spread))}` : "all are 0");
  }

  /** The scale has moved on. */
  showLimit(limit: SmoothLimit): void {
    this.#histogram.showLimit(limit.limit);
  }

  dispose(): void {
    this.#histogram.dispose();
  }

  #showGroups(groups: readonly NeuronGroup[], size: number): void {
    // Made anew only when it says something else: a button that is being clicked stays.
    const shown = JSON.stringify(groups);
    if (shown === this.#groupsShown) return;
    this.#groupsShown = shown;
    const focused = this.#neurons.contains(document.activeElement);
    const lines = groups.map((group) => this.#groupLine(group));
    if (groups.length === 0) lines.push(element("span", { class: "health-group" }, allRespond(size)));
    this.#neurons.replaceChildren(...lines, this.#spoken);
    if (focused) this.#neurons.querySelector("button")?.focus();
  }

  #groupLine(group: NeuronGroup): HTMLElement {
    const button = element("button", { type: "button", class: "health-link" }, group.what);
    let next = 0;
    const addressOfNext = () => ({ layer: this.#layer, neuron: group.neurons[next % group.neurons.length] });
    const tellNext = () => {
      button.title = `Inspect ${addressText(addressOfNext())}, ${neuronName(addressOfNext(), this.#network)}`;
    };
    tellNext();
    button.addEventListener("click", () => {
      const address = addressOfNext();
      this.#inspect(address);
      writeText(this.#spoken, `Inspecting ${addressText(address)}.`);
      next++;
      tellNext();
    });
    const isWarning = isIdle(group);
    return element(
      "span",
      { class: isWarning ? "health-group is-idle" : "health-group" },
      button,
      element("span", { class: "health-note" }, `: ${group.soWhat}`),
    );
  }
}

function allRespond(size: number): string {
  return size === 1 ? "it responds" : `all ${wholeText(size)} respond`;
}

/** How long the gradient is beside the weights and biases that it changes: `0.04 % of weights`. */
function relativeText(share: number): string {
  if (!Number.isFinite(share)) return "";
  if (share < leastShare) return share > 0 ? `< ${percentOf(leastShare)}` : "";
  return percentOf(share);
}

const leastShare = 0.0001;

function percentOf(share: number): string {
  const percent = share * 100;
  return `${numberText(percent, percent < 1 ? 2 : percent < 10 ? 1 : 0)}\u202f% of weights`;
}

/** Decimals that show two digits of a spread. */
function decimalsOf(spread: number): number {
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(spread))));
}
