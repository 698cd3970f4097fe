import type { ActivationName } from "../network/networkShape.ts";
import type { IdleNeurons } from "../protocol/curves.ts";
import { type NeuronCondition, neuronConditions } from "../protocol/snapshot.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import type { Workspace } from "./workspace.ts";

/** Where an activation has ended: at most `low`, or at least `high`. */
interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * A sigmoid's slope a (1 − a) is a tenth of its steepest, 1/4, where a = (1 ± √0.9) / 2: from there on, within 2.6 % of its
 * ends, it hardly learns. tanh z = 2 σ(2z) − 1 has the same there.
 */
const sigmoidLow = (1 - Math.sqrt(0.9)) / 2;

/** Null for softmax, whose neurons share 1 out among them and have no ends of their own. */
const endsByActivation: Readonly<Record<ActivationName, Ends | null>> = {
  sigmoid: { low: sigmoidLow, high: 1 - sigmoidLow },
  tanh: { low: 2 * sigmoidLow - 1, high: 1 - 2 * sigmoidLow },
  relu: { low: 0, high: Number.POSITIVE_INFINITY },
  leakyRelu: { low: 0, high: Number.POSITIVE_INFINITY },
  softmax: null,
};

/** A sigmoid that is at an end on this share of the examples is there always, but for a rare one. */
const nearlyAll = 0.99;

/** Counts how often each neuron was at an end of its activation, over the examples of a sample. */
export class NeuronCensus {
  readonly #network: KernelNetwork;
  /** examples on which a neuron was low, and high: by layer, layer 1 first, [size] */
  readonly #low: readonly Uint32Array[];
  readonly #high: readonly Uint32Array[];
  #count = 0;

  constructor(network: KernelNetwork) {
    this.#network = network;
    const counters = () => network.shape.sizes.slice(1).map((size) => new Uint32Array(size));
    this.#low = counters();
    this.#high = counters();
  }

  /** Examples counted. */
  get count(): number {
    return this.#count;
  }

  /** Counts the first `slots` examples of those that a workspace has just read. */
  add(workspace: Workspace, slots: number): void {
    this.#count += slots;
    this.#network.shape.activations.forEach((name, index) => {
      const ends = endsByActivation[name];
      if (ends === null) return;
      const { size, width } = this.#network.layer(index + 1);
      const activations = workspace.activationsView(index + 1);
      const low = this.#low[index];
      const high = this.#high[index];
      for (let slot = 0; slot < slots; slot++) {
        for (let j = 0; j < size; j++) {
          const activation = activations[slot * width + j];
          if (activation <= ends.low) low[j]++;
          else if (activation >= ends.high) high[j]++;
        }
      }
    });
  }

  /** What each neuron did on the examples counted, as entries of `neuronConditions`: by layer, layer 1 first, [size]. */
  get conditions(): Uint8Array<ArrayBuffer>[] {
    return this.#network.shape.activations.map((name, index) => {
      const [low, high] = [this.#low[index], this.#high[index]];
      return Uint8Array.from(low, (_, j) => neuronConditions.indexOf(this.#condition(name, low[j], high[j])));
    });
  }

  /** How many neurons of each layer said the same to nearly every example counted, layer 1 first. */
  get idleNeurons(): IdleNeurons[] {
    return this.conditions.map((codes) => {
      const count = (condition: NeuronCondition) =>
        codes.reduce((sum, code) => sum + (neuronConditions[code] === condition ? 1 : 0), 0);
      return { dead: count("dead"), alwaysLow: count("alwaysLow"), alwaysHigh: count("alwaysHigh") };
    });
  }

  #condition(name: ActivationName, low: number, high: number): NeuronCondition {
    if (this.#count === 0) return "lively";
    if (name === "relu" || name === "leakyRelu") return low === this.#count ? "dead" : "lively";
    const many = nearlyAll * this.#count;
    if (low >= many) return "alwaysLow";
    if (high >= many) return "alwaysHigh";
    return low + high >= many ? "switching" : "lively";
  }
}
