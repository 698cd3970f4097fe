import type { LiveState } from "../../extension/protocol/liveState.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { shapeOf } from "../network/shapeOf.ts";

export const someSettings = plainSettings([784, 16, 16, 10]);

export const stateWithNetwork: LiveState = {
  status: "paused",
  network: {
    shape: shapeOf(someSettings.sizes, "sigmoid"),
    settings: someSettings,
    parameterCount: 13_002,
    dataset: "built-in",
    datasetLabel: "built-in digits",
    outputNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    isLabelled: true,
    trainingCount: 12_000,
    heldOutCount: 2_000,
    file: null,
  },
  progress: {
    step: 4800,
    epoch: 4,
    batchInEpoch: 0,
    batchesPerEpoch: 1200,
    examplesInBatch: 0,
    learningRate: 1.5,
    trainingCost: 0.1,
    cost: 0.12,
    accuracy: 0.931,
    examplesPerSecond: null,
  },
  past: null,
  firstStep: 0,
  learningRate: 1.5,
  pace: null,
  followsTraining: true,
  inspected: null,
  run: 1,
  preparation: null,
  notice: null,
  noticeAction: null,
};
