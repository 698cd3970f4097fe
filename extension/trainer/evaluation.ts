import type { KernelNetwork, Workspace } from "./kernelNetwork.ts";
import type { PlacedExamples } from "./placedDataset.ts";

/** Reads a set of examples without learning from them, a few at a time: cost and accuracy at the end. */
export class Evaluation {
  readonly #network: KernelNetwork;
  readonly #examples: PlacedExamples;
  readonly #workspace: Workspace;
  #read = 0;
  #cost = 0;
  #right = 0;

  constructor(network: KernelNetwork, examples: PlacedExamples, workspace: Workspace) {
    this.#network = network;
    this.#examples = examples;
    this.#workspace = workspace;
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
    this.#read += count;
  }

  /** Mean cost of an example, and the share read right, 0…1; undefined when the network overflows. */
  get result(): { cost: number; accuracy: number } | undefined {
    if (!Number.isFinite(this.#cost)) return undefined;
    return { cost: this.#cost / this.#examples.count, accuracy: this.#right / this.#examples.count };
  }
}
