import type { Run } from "../../extension/protocol/curves.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";

const evaluation = { trainingCost: null, examplesPerSecond: null, idleNeurons: [] };

/** Two runs, the second of which broke off before its first evaluation after the start. */
export const someRuns: readonly Run[] = [
  {
    number: 1,
    settings: plainSettings([784, 16, 10]),
    dataset: "built-in",
    batchesPerEpoch: 4,
    epochStart: 0,
    training: [
      { step: 2, trainingCost: 0.9, gradientLength: 0.25 },
      { step: 4, trainingCost: 0.1 + 0.2, gradientLength: 0.125 },
    ],
    evaluations: [
      { step: 0, epoch: 0, cost: 2.5, accuracy: 0.1, ...evaluation },
      { step: 4, epoch: 1, cost: 0.75, accuracy: 0.625, ...evaluation },
    ],
  },
  {
    number: 3,
    settings: plainSettings([784, 16, 10]),
    dataset: "built-in",
    batchesPerEpoch: 8,
    epochStart: 0,
    training: [{ step: 1, trainingCost: Number.POSITIVE_INFINITY, gradientLength: 3 }],
    evaluations: [{ step: 0, epoch: 0, cost: 2, accuracy: 0.125, ...evaluation }],
  },
];
