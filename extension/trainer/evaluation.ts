import type { IdleNeurons } from "../protocol/curves.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import { NeuronCensus } from "./neuronCensus.ts";
import type { PlacedExamples } from "./placedDataset.ts";
import type { Workspace } from "./workspace.ts";

/** Examples read at once: quick, even in the largest network. The sums, to the bit, depend on it. */
export const evaluationSlots = 16;

/** Of about so many examples each neuron's condition is noted: more would say the same. */
const censusExamples = 256;

/** What an evaluation found. */
export interface EvaluationResult {
  /** mean cost of an example */
  readonly cost: number;
  /** share read right, 0…1 */
  readonly accuracy: number;
  /** on a sample of the examples, layer 1 first */
  readonly idleNeurons: readonly IdleNeurons[];
}

/** Reads a set of examples without learning from them, a few at a time: cost and accuracy at the end. */
export class Evaluation {
  readonly #network: KernelNetwork;
  readonly #examples: PlacedExamples;
  readonly #workspace: Workspace;
  readonly #census: NeuronCensus;
  /** examples from one part of the census to the next: examples may be sorted by what they show */
  readonly #censusDistance: number;
  #read = 0;
  #cost = 0;
  #right = 0;

  constructor(network: KernelNetwork, examples: PlacedExamples, workspace: Workspace) {
    this.#network = network;
    this.#examples = examples;
    this.#workspace = workspace;
    this.#census = new NeuronCensus(network);
    this.#censusDistance = workspace.slots * Math.max(1, Math.floor(examples.count / censusExamples));
  }

  get isDone(): boolean {
    return this.#read === this.#examples.count;
  }

  /** Reads one workspace full of examples. */
  advance(): void {
    const count = Math.min(this.#workspace.slots, this.#examples.count - this.#read);
    const indices = Uint32Array.from({ length: count }, (_, k) => this.#read + k);
    const { cost } = this.#network.read(this.#examples, indices, this.#workspace);
    const verdicts = this.#network.verdicts(this.#workspace, count);
    const labels = this.#network.labels(this.#examples);
    this.#cost += cost; // not a number when the network overflows, and never again a number
    for (let k = 0; k < count; k++) if (verdicts[k] === labels[this.#read + k]) this.#right++;
    if (this.#read % this.#censusDistance === 0) this.#census.add(this.#workspace, count);
    this.#read += count;
  }

  /** Undefined when the network overflows. */
  get result(): EvaluationResult | undefined {
    if (!Number.isFinite(this.#cost)) return undefined;
    return {
      cost: this.#cost / this.#examples.count,
      accuracy: this.#right / this.#examples.count,
      idleNeurons: this.#census.idleNeurons,
    };
  }
}
