import { largestSize } from "../../extension/protocol/largestSize.ts";
import { messageOf } from "../../extension/protocol/messageOf.ts";
import { sliceOfBiases } from "../../extension/protocol/sliceOfBiases.ts";
import type { NeuronAddress, WeightRows } from "../../extension/protocol/snapshot.ts";
import type { FoundNetwork, TensorForm, WeightsSummary } from "../../extension/protocol/weightsSummary.ts";
import { element } from "../element.ts";
import type { NeuronRange } from "../weights/layerPages.ts";
import type { LayerSection } from "../weights/layerSection.ts";
import { LayerSections } from "../weights/layerSections.ts";
import { type FileRequests, Superseded } from "./fileRequests.ts";
import type { TensorRow } from "./tensorRows.ts";

export interface LayersViewEvents {
  /** a neuron was asked for: its weights are in this tensor, in this row or column of it */
  chosen(tensor: number, neuron: number): void;
}

/** The network that was found in the file, as the panel shows its own: pictures of the first layer, matrices of the rest. */
export class LayersView {
  readonly element: HTMLElement;
  readonly #requests: FileRequests;
  readonly #sections: LayerSections;
  readonly #problem = element("p", { class: "tensor-problem", role: "status" });
  #network: FoundNetwork | null = null;
  /** the neuron that somebody came for */
  #marked: NeuronAddress | null = null;
  #tensors: readonly TensorForm[] = [];
  /** of each layer, what is being read */
  readonly #readings = new Map<LayerSection, AbortController>();
  /** of each layer, what was read of this reading of the file */
  readonly #read = new Map<LayerSection, WeightRows>();
  /** by tensor, the size of its largest number, as far as statistics are taken */
  readonly #largest = new Map<number, number>();

  constructor(requests: FileRequests, events: LayersViewEvents) {
    this.#requests = requests;
    this.#sections = new LayerSections(
      {
        inspect: ({ layer, neuron }) => {
          const found = this.#network?.layers[layer - 1];
          if (found) events.chosen(found.weight, neuron);
        },
        rangeChanged: (section) => {
          if (this.#sections.visible.has(section)) void this.#readRows(section);
        },
      },
      (appeared) => {
        for (const section of appeared) void this.#readRows(section);
      },
    );
    this.element = element(
      "section",
      { class: "layers-view", "aria-label": "Network" },
      element(
        "p",
        { class: "view-question" },
        "What does each neuron look for? Blue speaks for it, orange against it.",
      ),
      this.#problem,
      this.#sections.element,
    );
    this.#problem.hidden = true;
  }

  /** Shows the network of a reading of the file; one of the same sizes stays as it is until its numbers are there. */
  show({ network, tensors }: WeightsSummary): void {
    const before = this.#network;
    this.#network = network;
    this.#tensors = tensors;
    this.#problem.hidden = true;
    this.#read.clear();
    this.#largest.clear();
    if (network?.sizes.join() !== before?.sizes.join()) this.#build();
    for (const section of this.#sections.visible) void this.#readRows(section);
  }

  /** Marks one of the network's neurons, and brings its layer to sight. */
  mark(neuron: NeuronAddress): void {
    this.#marked = neuron;
    for (const section of this.#sections.all) section.update(null, neuron);
    this.#sections.all[neuron.layer - 1].element.scrollIntoView({ block: "nearest" });
  }

  /** It has been found out what a tensor reaches to. */
  statisticsTaken({ index, statistics }: TensorRow): void {
    if (statistics?.min == null || statistics.max == null) return;
    this.#largest.set(index, Math.max(Math.abs(statistics.min), Math.abs(statistics.max)));
    for (const [section, rows] of this.#read) {
      const found = this.#network?.layers[section.layer - 1];
      if (found?.weight === index || found?.bias === index) this.#update(section, rows);
    }
  }

  dispose(): void {
    this.#sections.dispose();
  }

  #build(): void {
    for (const reading of this.#readings.values()) reading.abort();
    this.#marked = null;
    this.#readings.clear();
    this.#read.clear();
    // What the outputs mean, no weights file says.
    this.#sections.build({ shape: { sizes: this.#network?.sizes ?? [] }, outputNames: [], isLabelled: false });
  }

  async #readRows(section: LayerSection): Promise<void> {
    const network = this.#network;
    const { range } = section;
    const read = this.#read.get(section);
    if (network === null || (read?.from === range.from && read.count === range.count)) return;
    this.#readings.get(section)?.abort();
    const reading = new AbortController();
    this.#readings.set(section, reading);
    try {
      const rows = await this.#rowsOf(network, section.layer, range, reading.signal);
      if (this.#readings.get(section) !== reading) return;
      this.#read.set(section, rows);
      this.#update(section, rows, true);
    } catch (error) {
      if (error instanceof Superseded) return;
      this.#problem.textContent = messageOf(error);
      this.#problem.hidden = false;
    }
  }

  async #rowsOf(
    { sizes, layers }: FoundNetwork,
    layer: number,
    range: NeuronRange,
    signal: AbortSignal,
  ): Promise<WeightRows> {
    const { weight, bias, isTransposed } = layers[layer - 1];
    const inputs = sizes[layer - 1];
    const { from, count } = range;
    const shape = this.#tensors[weight].shape;
    const weights = this.#requests.readSlice(
      weight,
      {
        rowDimension: isTransposed ? 1 : 0,
        columnDimension: isTransposed ? 0 : 1,
        at: shape.map(() => 0),
        firstRow: from,
        firstColumn: 0,
        rows: count,
        columns: inputs,
        mostRows: count,
        mostColumns: inputs,
      },
      signal,
    );
    const biases =
      bias === null
        ? null
        : this.#requests.readSlice(bias, sliceOfBiases(this.#tensors[bias].shape, from, count), signal);
    const [weightSlice, biasSlice] = await Promise.all([weights, biases]);
    const biasValues = biasSlice?.values ?? new Float32Array(count);
    return {
      layer,
      from,
      count,
      inputs,
      weights: weightSlice.values,
      biases: biasValues,
      weightLimit: largestSize(weightSlice.values),
      biasLimit: largestSize(biasValues),
    };
  }

  /** All pages of a layer share one scale, as soon as it is known what the whole tensor reaches to. */
  #update(section: LayerSection, rows: WeightRows, flashes = false): void {
    const found = this.#network?.layers[section.layer - 1];
    if (!found) return;
    const weightLimit = this.#largest.get(found.weight) ?? rows.weightLimit;
    const biasLimit = (found.bias === null ? undefined : this.#largest.get(found.bias)) ?? rows.biasLimit;
    section.update({ rows: [{ ...rows, weightLimit, biasLimit }] }, this.#marked, flashes);
  }
}
