import type { EvaluationPoint, IdleNeurons, Run, TrainingPoint } from "../../../extension/protocol/curves.ts";
import { type NetworkSettings, plainSettings } from "../../../extension/protocol/settings.ts";

/** What an epoch brought, of a run that is made up. */
export interface MadeEpoch {
  /** of every training point */
  readonly cost: number;
  readonly accuracy?: number;
  readonly gradientLength?: number;
  readonly idleNeurons?: readonly IdleNeurons[];
}

const pointsPerEpoch = 20;
const stepsPerPoint = 10;
export const stepsPerEpoch = pointsPerEpoch * stepsPerPoint;

/** A run whose curves are level within each epoch. @param start what the first evaluation found */
export function madeRun(
  epochs: readonly MadeEpoch[],
  start: Omit<MadeEpoch, "gradientLength"> = { cost: 2.5 },
  settings: NetworkSettings = plainSettings([784, 16, 16, 10]),
): Run {
  const training = epochs.flatMap(({ cost, gradientLength = 0.5 }, epoch) =>
    Array.from({ length: pointsPerEpoch }, (_, k): TrainingPoint => {
      return { step: epoch * stepsPerEpoch + (k + 1) * stepsPerPoint, trainingCost: cost, gradientLength };
    }),
  );
  const evaluations = [start, ...epochs].map(
    ({ cost, accuracy = 0.5, idleNeurons = [] }, epoch): EvaluationPoint => ({
      step: epoch * stepsPerEpoch,
      epoch,
      cost,
      accuracy,
      trainingCost: epoch === 0 ? null : cost,
      examplesPerSecond: null,
      idleNeurons,
    }),
  );
  return {
    number: 1,
    settings,
    dataset: "made up",
    batchesPerEpoch: stepsPerEpoch,
    epochStart: 0,
    training,
    evaluations,
  };
}

/** Conditions of a layer, with so many neurons idle. */
export const idle = (counts: Partial<IdleNeurons> = {}): IdleNeurons => ({
  dead: 0,
  alwaysLow: 0,
  alwaysHigh: 0,
  ...counts,
});
