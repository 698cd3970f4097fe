import type { NetworkShape } from "../network/networkShape.ts";
import { Evaluation, evaluationSlots } from "./evaluation.ts";
import { KernelNetwork } from "./kernelNetwork.ts";
import type { PlacedDataset } from "./placedDataset.ts";
import type { Workspace } from "./workspace.ts";

/** Evaluates networks on a dataset's held-out examples, as they were when their parameters were copied. */
export class HeldOutEvaluator {
  readonly #dataset: PlacedDataset;
  /** the one evaluated last: the next is mostly of its shape */
  #held: { readonly network: KernelNetwork; readonly workspace: Workspace; readonly shape: string } | undefined;

  constructor(dataset: PlacedDataset) {
    this.#dataset = dataset;
  }

  /**
   * An evaluation to be advanced; the one before is void.
   *
   * @param parameters see {@link KernelNetwork.copyParameters}
   * @throws {RangeError} when the machine has no memory for such a network
   */
  evaluate(shape: NetworkShape, parameters: Float32Array<ArrayBuffer>): Evaluation {
    const { network, workspace } = this.#networkOf(shape);
    network.restoreState(parameters);
    return new Evaluation(network, network.heldOut, workspace);
  }

  /** Gives the network's memory back; the dataset stays. */
  dispose(): void {
    this.#held?.network.dispose();
    this.#held = undefined;
  }

  #networkOf(shape: NetworkShape): { readonly network: KernelNetwork; readonly workspace: Workspace } {
    const key = JSON.stringify(shape);
    if (this.#held?.shape === key) return this.#held;
    this.dispose();
    const network = new KernelNetwork(this.#dataset, shape);
    this.#held = { network, workspace: network.makeWorkspace(evaluationSlots, false), shape: key };
    return this.#held;
  }
}
