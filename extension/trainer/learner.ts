import type { NetworkShape } from "../network/networkShape.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { Progress } from "../protocol/snapshot.ts";
import { AugmentedExamples } from "./augmentedExamples.ts";
import { Descent, type DescentPosition, type DescentState } from "./descent.ts";
import { Evaluation, evaluationSlots } from "./evaluation.ts";
import { KernelNetwork } from "./kernelNetwork.ts";
import type { PlacedDataset } from "./placedDataset.ts";
import { SnapshotTaker } from "./snapshotTaker.ts";
import type { Workspace } from "./workspace.ts";

/** Weights times examples of an evaluation that need not be waited for. */
const quickEvaluation = 2e9;

/** A network, the descent that teaches it, and all it takes to look at it. It owns their memory. */
export class Learner {
  readonly network: KernelNetwork;
  readonly descent: Descent;
  readonly snapshots: SnapshotTaker;
  readonly evaluationWorkspace: Workspace;
  /** makes what is learnt from, where the settings say so */
  readonly #augmented: AugmentedExamples | null = null;

  /** @throws {RangeError} when the machine has no memory for it; then none is taken */
  constructor(placed: PlacedDataset, shape: NetworkShape, settings: NetworkSettings, position: DescentPosition) {
    this.network = new KernelNetwork(placed, shape);
    try {
      this.evaluationWorkspace = this.network.makeWorkspace(evaluationSlots, false);
      this.#augmented = settings.augment ? new AugmentedExamples(placed, settings.seed) : null;
      this.descent = new Descent(this.network, settings, position, this.#augmented);
      this.snapshots = new SnapshotTaker(this.network, placed, settings, this.#augmented);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Goes on from there. */
  restoreState(state: DescentState): void {
    this.descent.restoreState(state);
    this.snapshots.forget();
  }

  /** Gives its memory back: nothing may be asked of it any more. */
  dispose(): void {
    this.#augmented?.dispose();
    this.network.dispose();
  }

  /** An evaluation of the network as it is, to be advanced. */
  evaluate(): Evaluation {
    return new Evaluation(this.network, this.network.heldOut, this.evaluationWorkspace);
  }

  /** An evaluation that is done; undefined where nobody should wait for it, or nobody knows what is right. */
  evaluateQuickly(): Evaluation | undefined {
    if (!this.network.heldOut.areLabelled) return undefined;
    if (this.network.parameterCount * this.network.heldOut.count > quickEvaluation) return undefined;
    const evaluation = this.evaluate();
    while (!evaluation.isDone) evaluation.advance();
    return evaluation;
  }

  /** How far it has come; what was found of it, and how fast it learns, is known elsewhere. */
  progress({ cost, accuracy, examplesPerSecond }: Pick<Progress, "cost" | "accuracy" | "examplesPerSecond">): Progress {
    const { descent } = this;
    const { step, epoch, batchInEpoch } = descent.position;
    return {
      step,
      epoch,
      batchInEpoch,
      batchesPerEpoch: descent.batchesPerEpoch,
      examplesInBatch: descent.examplesInBatch,
      learningRate: descent.scheduledLearningRate,
      trainingCost: descent.trainingCost,
      cost,
      accuracy,
      examplesPerSecond,
    };
  }
}
