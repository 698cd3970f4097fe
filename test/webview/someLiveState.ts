import { parameterCount } from "../../extension/network/networkShape.ts";
import type { LiveState } from "../../extension/protocol/liveState.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import type { Progress, Snapshot } from "../../extension/protocol/snapshot.ts";
import { shapeOf } from "../network/shapeOf.ts";

export const someProgress: Progress = {
  step: 4800,
  epoch: 4,
  batchInEpoch: 0,
  batchesPerEpoch: 1200,
  examplesInBatch: 0,
  learningRate: 1.5,
  trainingCost: 0.05,
  cost: 0.04,
  accuracy: 0.9312,
  examplesPerSecond: null,
};

/** A network that waits after four epochs. */
export function someLiveState(sizes: readonly number[] = [784, 16, 16, 10]): LiveState {
  return {
    status: "paused",
    network: {
      shape: shapeOf(sizes, "sigmoid"),
      settings: plainSettings(sizes),
      parameterCount: parameterCount(sizes),
      dataset: "built-in",
      datasetLabel: "built-in digits",
      outputNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      isLabelled: true,
      trainingCount: 12_000,
      heldOutCount: 2_000,
      file: null,
    },
    progress: someProgress,
    past: null,
    firstStep: 0,
    learningRate: 1.5,
    pace: null,
    followsTraining: false,
    inspected: null,
    run: 1,
    preparation: null,
    notice: null,
    noticeAction: null,
  };
}

/** A snapshot that nobody asked anything of. */
export const bareSnapshot: Snapshot = {
  progress: someProgress,
  example: null,
  exampleCost: null,
  layers: null,
  connections: null,
  rows: [],
  neuron: null,
  diagnostics: null,
};
