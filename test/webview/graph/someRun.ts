import type { EvaluationPoint, Run, TrainingPoint } from "../../../extension/protocol/curves.ts";
import { plainSettings } from "../../../extension/protocol/settings.ts";

/** A run of `epochs` epochs of a hundred steps, with a training point every ten. */
export function someRun(number: number, epochs: number, change: Partial<Run> = {}): Run {
  const training = Array.from({ length: epochs * 10 }, (_, k): TrainingPoint => {
    const step = (k + 1) * 10;
    return { step, trainingCost: 1 / step, gradientLength: 2 / step };
  });
  const evaluations = Array.from({ length: epochs + 1 }, (_, epoch): EvaluationPoint => {
    const measured = epoch === 0 ? null : 0.1;
    return {
      step: epoch * 100,
      epoch,
      cost: 0.9 / (epoch + 1),
      accuracy: 1 - 0.9 / (epoch + 1),
      trainingCost: measured,
      examplesPerSecond: measured,
      idleNeurons: [],
    };
  });
  return {
    number,
    settings: plainSettings([784, 16, 16, 10]),
    dataset: "built-in",
    batchesPerEpoch: 100,
    epochStart: 0,
    training,
    evaluations,
    ...change,
  };
}
