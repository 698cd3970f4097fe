import { pictureOf } from "../datasets/examples.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type {
  DiagnosticsSnapshot,
  ExampleAddress,
  LayerActivations,
  LayerConnections,
  NeuronAddress,
  NeuronSnapshot,
  Observation,
  Progress,
  Snapshot,
  WeightRows,
} from "../protocol/snapshot.ts";
import type { AugmentedExamples } from "./augmentedExamples.ts";
import { Diagnostics } from "./diagnostics.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import { type PlacedDataset, type PlacedExamples, viewOf } from "./placedDataset.ts";
import type { PlacedSearch } from "./placedLayer.ts";
import { strongestConnections } from "./strongestConnections.ts";
import type { Workspace } from "./workspace.ts";

interface ExamplePlace {
  readonly placed: PlacedExamples;
  readonly index: number;
}

interface LayerStates extends LayerActivations {
  /** ∂C₀/∂z */
  readonly deltas: Float32Array;
}

/** Which example is shown, and how. */
export interface ShownPicture extends ExampleAddress {
  /** the epoch that learnt from it, to be shown as it was distorted there; null as it is */
  readonly learntInEpoch: number | null;
}

interface Diagnosis {
  readonly pieces: Generator<void, DiagnosticsSnapshot>;
  readonly startMs: number;
  /** of the pieces done */
  tookMs: number;
}

/** While training, diagnostics are measured at most this often, … */
const diagnosticsIntervalMs = 1000;
/** … and take at most this share of the time. */
const mostDiagnosticsShare = 0.01;

/** Connections of one panel of weights that are found together. */
const mostFoundAtOnce = 4096;

/** Looks at a network without changing anything that training uses. */
export class SnapshotTaker {
  readonly #network: KernelNetwork;
  readonly #dataset: PlacedDataset;
  /** one slot, that keeps its weighted sums */
  readonly #workspace: Workspace;
  readonly #search: PlacedSearch;
  readonly #settings: Pick<NetworkSettings, "seed" | "l2">;
  readonly #augmented: AugmentedExamples | null;
  /** made when first asked for: most networks are never diagnosed, and a gradient of a large one takes room */
  #diagnostics: Diagnostics | undefined;
  /** under way, of the network as it is */
  #diagnosis: Diagnosis | undefined;
  #diagnosed: DiagnosticsSnapshot | null = null;
  #nextDiagnosisMs = Number.NEGATIVE_INFINITY;
  /** what was told last, and to whom: who observes anew has to hear it again */
  #told: { readonly diagnosed: DiagnosticsSnapshot; readonly observation: Observation } | undefined;

  /**
   * @param settings of these the seed, which decides on which training examples is diagnosed, and λ
   * @param augmented makes the examples that are learnt from, where they are not the dataset's
   */
  constructor(
    network: KernelNetwork,
    dataset: PlacedDataset,
    settings: Pick<NetworkSettings, "seed" | "l2">,
    augmented: AugmentedExamples | null,
  ) {
    this.#network = network;
    this.#dataset = dataset;
    this.#settings = settings;
    this.#augmented = augmented;
    this.#workspace = network.makeWorkspace(1, true);
    this.#search = network.makeSearch(mostFoundAtOnce);
  }

  /**
   * Diagnoses the network, if that is observed and due: at once, or in pieces that others have to call for.
   *
   * @param step mini-batches applied
   * @param isTraining whether diagnostics may be a second old, for others will follow soon
   */
  prepare(observation: Observation, step: number, isTraining: boolean): void {
    if (!observation.diagnostics || this.#diagnosis || this.#diagnosed?.step === step) return;
    const startMs = performance.now();
    if (this.#diagnosed !== null && isTraining && startMs < this.#nextDiagnosisMs) return;
    this.#diagnostics ??= new Diagnostics(this.#network, this.#settings.seed, this.#settings.l2);
    this.#diagnosis = { pieces: this.#diagnostics.measure(step), startMs, tookMs: performance.now() - startMs };
    while (this.#diagnostics.isQuick && this.isDiagnosing) this.advanceDiagnosis();
  }

  /** Whether a diagnosis is under way: the network must not change until {@link advanceDiagnosis} has done the rest of it. */
  get isDiagnosing(): boolean {
    return this.#diagnosis !== undefined;
  }

  /** Does a piece of a few milliseconds of the diagnosis under way. */
  advanceDiagnosis(): void {
    if (!this.#diagnosis) return;
    const { pieces, startMs } = this.#diagnosis;
    const pieceStartMs = performance.now();
    const piece = pieces.next();
    this.#diagnosis.tookMs += performance.now() - pieceStartMs;
    if (!piece.done) return;
    this.#diagnosed = piece.value;
    this.#nextDiagnosisMs = startMs + Math.max(diagnosticsIntervalMs, this.#diagnosis.tookMs / mostDiagnosticsShare);
    this.#diagnosis = undefined;
  }

  /**
   * @param shown an example that the dataset has
   * @param isTraining whether another snapshot will follow soon
   */
  take(observation: Observation, shown: ShownPicture, progress: Progress, isTraining: boolean): Snapshot {
    const { set, index } = shown;
    const example = this.#find(shown);
    const examples = viewOf(example.placed, this.#dataset.memory);
    const pixels = pictureOf(examples, example.index);
    const label = examples.labels[example.index] ?? null;
    const isBent = example.placed !== this.#dataset[set];
    const wantsStates = observation.activations || observation.connections > 0 || observation.neuron !== null;
    const { states, cost } = wantsStates
      ? this.#readExample(example, observation.neuron !== null)
      : { states: null, cost: null };
    const input = new Float32Array(pixels.length);
    for (let k = 0; k < input.length; k++) input[k] = pixels[k] / 255;
    return {
      progress,
      example: { set, index, count: this.#dataset[set].count, label, pixels, isBent },
      exampleCost: label === null ? null : cost,
      layers:
        observation.activations && states
          ? states.map(({ weightedSums, activations }) => ({ weightedSums, activations }))
          : null,
      connections:
        observation.connections > 0 && states ? this.#connections(input, states, observation.connections) : null,
      rows: observation.rows.flatMap(({ layer, from, count }) => this.#rows(layer, from, count)),
      neuron: observation.neuron && states ? this.#neuron(observation.neuron, input, states, label !== null) : null,
      diagnostics: observation.diagnostics ? this.#tellDiagnosed(observation, isTraining) : null,
    };
  }

  /** The network's numbers are others, or will be: what was measured of them is void, and a diagnosis is given up. */
  forget(): void {
    this.#diagnosis = undefined;
    this.#diagnosed = null;
  }

  /** Null when the observer has been told already: many arrays thirty times a second would cost training more than measuring. */
  #tellDiagnosed(observation: Observation, isTraining: boolean): DiagnosticsSnapshot | null {
    const diagnosed = this.#diagnosed;
    const isTold = this.#told?.diagnosed === diagnosed && this.#told?.observation === observation;
    if (diagnosed === null || (isTraining && isTold)) return null;
    this.#told = { diagnosed, observation };
    // A snapshot's buffers are handed over, and the next one may hold the same numbers.
    return structuredClone(diagnosed);
  }

  /** Where the shown example lies, which may be made only now. */
  #find({ set, index, learntInEpoch }: ShownPicture): ExamplePlace {
    if (learntInEpoch === null || set !== "training" || !this.#augmented) return { placed: this.#dataset[set], index };
    this.#augmented.makeOne(learntInEpoch, index);
    return { placed: this.#augmented.made, index: 0 };
  }

  /** @param wantsDeltas whether the error is carried back; if not, there are none */
  #readExample({ placed, index }: ExamplePlace, wantsDeltas: boolean): { states: LayerStates[]; cost: number } {
    const network = this.#network;
    const { cost, overflowedLayer } = network.read(placed, [index], this.#workspace);
    if (overflowedLayer === 0 && wantsDeltas) network.carryBack(this.#workspace, 1, 1);
    const states = this.#workspace.statesOf(0);
    // What lies behind an overflow was not computed.
    for (let layer = overflowedLayer; overflowedLayer > 0 && layer <= states.length; layer++) {
      const { weightedSums, activations } = states[layer - 1];
      if (layer > overflowedLayer) weightedSums.fill(Number.NaN);
      activations.fill(Number.NaN);
    }
    if (overflowedLayer > 0) for (const { deltas } of states) deltas.fill(Number.NaN);
    return { states, cost };
  }

  #connections(input: Float32Array, states: readonly LayerStates[], most: number): LayerConnections[] {
    return states.map((_, index) => {
      const place = this.#network.layer(index + 1);
      const previous = index === 0 ? input : states[index - 1].activations;
      return strongestConnections(place, previous, most, this.#search);
    });
  }

  /** Empty for a layer or neurons that this network does not have: the view that asked still thinks of another. */
  #rows(layer: number, from: number, count: number): WeightRows[] {
    if (layer >= this.#network.shape.sizes.length) return [];
    const place = this.#network.layer(layer);
    const present = Math.min(count, place.size - from);
    if (present <= 0) return [];
    const limits = place.limits();
    return [
      {
        layer,
        from,
        count: present,
        inputs: place.inputs,
        weights: place.weightRows(from, present),
        biases: place.biasesView().slice(from, from + present),
        weightLimit: limits.weight,
        biasLimit: limits.bias,
      },
    ];
  }

  #neuron(
    { layer, neuron }: NeuronAddress,
    input: Float32Array,
    states: readonly LayerStates[],
    isLabelled: boolean,
  ): NeuronSnapshot | null {
    const { sizes } = this.#network.shape;
    if (layer < 1 || layer >= sizes.length || neuron >= sizes[layer]) return null;
    const place = this.#network.layer(layer);
    const state = states[layer - 1];
    const hasNext = layer + 1 < sizes.length;
    return {
      layer,
      neuron,
      bias: place.biasesView()[neuron],
      weightedSum: state.weightedSums[neuron],
      activation: state.activations[neuron],
      weights: place.weightRows(neuron, 1),
      previousActivations: layer === 1 ? input : states[layer - 2].activations,
      outgoingWeights: hasNext ? this.#network.layer(layer + 1).weightsFrom(neuron) : new Float32Array(0),
      nextActivations: hasNext ? states[layer].activations : new Float32Array(0),
      delta: isLabelled ? state.deltas[neuron] : null,
    };
  }
}
