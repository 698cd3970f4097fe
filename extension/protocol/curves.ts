import type { DatasetName, NetworkSettings } from "./settings.ts";

/** A point of the training curve, taken a hundred times an epoch, or after each mini-batch where there are fewer. */
export interface TrainingPoint {
  /** mini-batches applied */
  readonly step: number;
  /** mean cost of the training examples since the point before */
  readonly trainingCost: number;
  /** ‖∇C‖ of the last mini-batch */
  readonly gradientLength: number;
}

/** How many of a layer's neurons said the same to nearly every example of a sample; see `NeuronCondition`. */
export interface IdleNeurons {
  readonly dead: number;
  readonly alwaysLow: number;
  readonly alwaysHigh: number;
}

/** A point of the held-out curve, taken before the first step and after each epoch. */
export interface EvaluationPoint {
  readonly step: number;
  readonly epoch: number;
  /** mean cost of the held-out examples */
  readonly cost: number;
  /** share of the held-out examples read right, 0…1 */
  readonly accuracy: number;
  /** mean cost of the training examples over the epoch that ended; null before the first step */
  readonly trainingCost: number | null;
  /** training alone, the evaluation left out; null before the first step */
  readonly examplesPerSecond: number | null;
  /** on a sample of the held-out examples, layer 1 first; empty where they were not counted */
  readonly idleNeurons: readonly IdleNeurons[];
}

/** One training run and its curves: from initial or opened weights on. Starting again keeps the earlier ones to compare with. */
export interface Run {
  /** 1 for the first */
  readonly number: number;
  readonly settings: NetworkSettings;
  readonly dataset: DatasetName;
  readonly batchesPerEpoch: number;
  /**
   * the step at which epoch 0 would have begun at so many mini-batches an epoch; not 0 for a network that had been trained
   * on other examples before
   */
  readonly epochStart: number;
  readonly training: readonly TrainingPoint[];
  readonly evaluations: readonly EvaluationPoint[];
}

/** What training has added to a run's curves since the last such message. */
export interface CurvePoints {
  readonly training: readonly TrainingPoint[];
  readonly evaluations: readonly EvaluationPoint[];
}
