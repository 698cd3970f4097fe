import { type Examples, pictureOf } from "../../extension/datasets/examples.ts";
import { backpropagate } from "../../extension/network/backpropagation.ts";
import { exampleCost } from "../../extension/network/cost.ts";
import { forward } from "../../extension/network/forward.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import { descend, miniBatchGradient } from "../../extension/network/miniBatchDescent.ts";
import {
  type ActivationName,
  costFor,
  type HiddenActivationName,
  layerActivations,
  type NetworkShape,
  parameterCount,
} from "../../extension/network/networkShape.ts";
import type { LayerParameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import type { LiveState } from "../../extension/protocol/liveState.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import {
  type DiagnosticsSnapshot,
  type LayerConnections,
  type NeuronAddress,
  nothingObserved,
  type Observation,
  type Progress,
  type Snapshot,
  type WeightRows,
} from "../../extension/protocol/snapshot.ts";
import type { WebviewToHost } from "../../extension/protocol/webviewMessages.ts";
import { referenceDiagnostics } from "../network/referenceDiagnostics.ts";
import type { OpenedPanel } from "./panelHarness.ts";

export interface Lesson {
  readonly sizes: readonly number[];
  /** of the hidden layers */
  readonly activation?: HiddenActivationName;
  readonly output?: ActivationName;
  readonly examples: Examples;
  readonly outputNames?: readonly string[];
}

const seed = 1;
const learningRate = 1.5;
const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * Stands for the extension host in tests of the panel: a network of the reference, with numbers computed by it, and the
 * state and the snapshots that the panel asks for. Slow and exact; nothing of the trainer is in it.
 */
export class LessonHost {
  readonly #panel: OpenedPanel;
  readonly #examples: Examples;
  readonly #shape: NetworkShape;
  readonly #parameters: LayerParameters[];
  #observation: Observation = nothingObserved;
  #index = 0;
  #snapshotsSent = 0;
  #step = 0;
  #state: LiveState;

  constructor(
    panel: OpenedPanel,
    { sizes, activation = "sigmoid", output = "sigmoid", examples, outputNames = digits }: Lesson,
  ) {
    this.#panel = panel;
    this.#examples = examples;
    const activations = layerActivations(sizes, activation, output);
    this.#shape = { sizes, activations, cost: costFor(output, "quadratic") };
    this.#parameters = initialParameters(this.#shape, "scaledNormal", new SeededGenerator(seed));
    this.#state = {
      status: "paused",
      network: {
        shape: this.#shape,
        settings: { ...plainSettings(sizes, activation), ...this.#shape, learningRate, seed },
        parameterCount: parameterCount(sizes),
        dataset: "built-in",
        datasetLabel: "built-in digits",
        outputNames,
        isLabelled: true,
        trainingCount: examples.count,
        heldOutCount: examples.count,
        file: null,
      },
      progress: this.#progress(),
      past: null,
      firstStep: 0,
      learningRate,
      pace: null,
      followsTraining: false,
      inspected: null,
      run: 1,
      preparation: null,
      notice: null,
      noticeAction: null,
    };
    panel.onMessage((message) => this.#perform(message));
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Resolves when the panel shows it. */
  async change(change: Partial<LiveState>): Promise<void> {
    await this.#tell(change);
    await this.#panel.atRest();
  }

  /** Applies mini-batches of ten, from the first example on. */
  train(steps: number): void {
    for (let end = this.#step + steps; this.#step < end; this.#step++) {
      const batch = Array.from({ length: 10 }, (_, k) => {
        const index = (this.#step * 10 + k) % this.#examples.count;
        return { input: this.#input(index), target: this.#target(index) };
      });
      descend(miniBatchGradient(this.#shape, this.#parameters, batch), learningRate, this.#parameters);
    }
  }

  setBias({ layer, neuron }: NeuronAddress, bias: number): void {
    this.#parameters[layer - 1].biases[neuron] = bias;
  }

  /** Tells the state and sends what is observed. Resolves when the panel shows it. */
  async show(index = this.#index): Promise<void> {
    await this.#tellObserved(index);
    await this.#panel.atRest();
  }

  get snapshotsSent(): number {
    return this.#snapshotsSent;
  }

  snapshot(observation: Observation = this.#observation): Snapshot {
    const input = this.#input(this.#index);
    const target = this.#target(this.#index);
    const states = forward(this.#shape, this.#parameters, input);
    const activations = [input, ...states.map((state) => Float32Array.from(state.activations))];
    return {
      progress: this.#progress(),
      example: {
        set: "heldOut",
        index: this.#index,
        count: this.#examples.count,
        label: this.#examples.labels[this.#index],
        pixels: pictureOf(this.#examples, this.#index),
        isBent: false,
      },
      exampleCost: exampleCost(
        this.#shape.cost,
        this.#shape.activations[states.length - 1],
        states[states.length - 1],
        target,
      ),
      layers: observation.activations
        ? states.map((state, k) => ({
            weightedSums: Float32Array.from(state.weightedSums),
            activations: activations[k + 1],
          }))
        : null,
      connections:
        observation.connections > 0
          ? this.#parameters.map((layer, k) => strongest(layer, activations[k], observation.connections))
          : null,
      rows: observation.rows.map(({ layer, from, count }) => this.#rows(layer, from, count)),
      neuron:
        observation.neuron &&
        this.#neuron(
          observation.neuron,
          activations,
          states[observation.neuron.layer - 1].weightedSums,
          backpropagate(this.#shape, this.#parameters, input, target).deltas,
        ),
      diagnostics: observation.diagnostics ? this.#diagnostics() : null,
    };
  }

  /** Of the first examples, as many as do not take long. */
  #diagnostics(): DiagnosticsSnapshot {
    const sample = Array.from({ length: Math.min(30, this.#examples.count) }, (_, index) => ({
      input: this.#input(index),
      target: this.#target(index),
    }));
    const layers = referenceDiagnostics(this.#shape, this.#parameters, sample);
    return { step: this.#step, sampleCount: sample.length, layers };
  }

  async #tell(change: Partial<LiveState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.#panel.send({ type: "stateChanged", state: this.#state });
  }

  async #tellObserved(index = this.#index): Promise<void> {
    this.#index = index;
    await this.#tell({ progress: this.#progress() });
    this.#snapshotsSent++;
    await this.#panel.send({ type: "snapshotTaken", snapshot: this.snapshot() });
  }

  async #perform(message: WebviewToHost): Promise<void> {
    switch (message.type) {
      case "ready":
        await this.#tell({});
        await this.#panel.send({ type: "runsReplaced", runs: [] });
        return;
      case "observe":
        this.#observation = message.observation;
        return this.#tellObserved();
      case "showExample":
        return this.#tellObserved(message.example.index);
      case "inspectNeuron":
        return this.#tell({ inspected: message.address });
      case "setLearningRate":
        return this.#tell({ learningRate: message.learningRate });
      case "setPace":
        return this.#tell({ pace: message.pace });
      case "train":
        return this.#tell({ status: "training" });
      case "pause":
        return this.#tell({ status: "paused" });
      case "showStep":
        return this.#showStep(message.step);
      case "dismissNotice":
        return this.#tell({ notice: null });
    }
  }

  /** Tells that it is shown, with the figures as they are: the reference keeps no earlier weights. */
  async #showStep(step: number | null): Promise<void> {
    const present = this.#state.past?.present ?? this.#state.progress ?? this.#progress();
    if (step === null) return this.#tell({ past: null, progress: present });
    const { batchesPerEpoch } = present;
    const epoch = Math.floor(step / batchesPerEpoch);
    const progress = { ...present, step, epoch, batchInEpoch: step % batchesPerEpoch };
    await this.#tell({ status: "paused", past: { step, share: 1, present }, progress });
  }

  #progress(): Progress {
    return {
      step: this.#step,
      epoch: 0,
      batchInEpoch: this.#step,
      batchesPerEpoch: Math.ceil(this.#examples.count / 10),
      examplesInBatch: 0,
      learningRate: 1.5,
      trainingCost: null,
      cost: null,
      accuracy: null,
      examplesPerSecond: null,
    };
  }

  #input(index: number): Float32Array {
    return Float32Array.from(pictureOf(this.#examples, index), (value) => value / 255);
  }

  #target(index: number): Float32Array {
    return Float32Array.from({ length: 10 }, (_, k) => (k === this.#examples.labels[index] ? 1 : 0));
  }

  #rows(layer: number, from: number, count: number): WeightRows {
    const { weights, biases } = this.#parameters[layer - 1];
    const inputs = weights.length / biases.length;
    const present = Math.min(count, biases.length - from);
    const largest = (values: ArrayLike<number>) =>
      Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    return {
      layer,
      from,
      count: present,
      inputs,
      weights: Float32Array.from(weights.subarray(from * inputs, (from + present) * inputs)),
      biases: Float32Array.from(biases.subarray(from, from + present)),
      weightLimit: largest(weights),
      biasLimit: largest(biases),
    };
  }

  #neuron(
    { layer, neuron }: { layer: number; neuron: number },
    activations: readonly Float32Array[],
    weightedSums: Float64Array,
    deltas: readonly Float64Array[],
  ): Snapshot["neuron"] {
    const row = this.#rows(layer, neuron, 1);
    const next = this.#parameters.at(layer);
    const size = activations[layer].length;
    return {
      layer,
      neuron,
      bias: row.biases[0],
      weightedSum: weightedSums[neuron],
      activation: activations[layer][neuron],
      weights: row.weights,
      previousActivations: activations[layer - 1],
      outgoingWeights: Float32Array.from(next?.biases ?? [], (_, k) => next?.weights[k * size + neuron] ?? 0),
      nextActivations: activations[layer + 1] ?? new Float32Array(0),
      delta: deltas[layer - 1][neuron],
    };
  }
}

function strongest({ weights, biases }: LayerParameters, previous: Float32Array, most: number): LayerConnections {
  const inputs = weights.length / biases.length;
  const carried = Float32Array.from(weights, (weight, k) => weight * previous[k % inputs]);
  const chosen = Uint32Array.from(carried.keys())
    .sort((one, other) => Math.abs(carried[other]) - Math.abs(carried[one]))
    .subarray(0, most);
  return {
    from: chosen.map((k) => k % inputs),
    to: chosen.map((k) => Math.floor(k / inputs)),
    weights: Float32Array.from(chosen, (k) => weights[k]),
    carried: Float32Array.from(chosen, (k) => carried[k]),
  };
}
