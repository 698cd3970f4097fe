import type { Checkpoint } from "../../extension/liveNetwork/checkpoint.ts";
import type { TrainingPoint } from "../../extension/protocol/curves.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";

const settings: NetworkSettings = { ...plainSettings([784, 3, 10]), seed: 7 };

function point(step: number): TrainingPoint {
  return { step, trainingCost: 1 / step, gradientLength: 0.1 };
}

/** The weights file of a network at this step, its weights a number that tells it from others. */
export function someWeightsFile(step: number): Uint8Array<ArrayBuffer> {
  const first = { weights: new Float32Array(3 * 784).fill(step), biases: new Float32Array(3).fill(-step) };
  const second = { weights: new Float32Array(10 * 3).fill(step / 2), biases: new Float32Array(10) };
  return writeSavedNetwork({
    shape: settings,
    parameters: [first, second],
    training: {
      ...settings,
      arithmetic: "standard",
      moments: { steps: 0, values: [] },
      step,
      epoch: 1,
      batchInEpoch: 2,
      generator: [1, 2, 3, 4],
      dataset: "built-in digits",
      trainingFingerprint: "0123456789abcdef",
      trainingCount: 12000,
      heldOutCost: 0.5,
      accuracy: 0.75,
    },
  });
}

/** A checkpoint taken at this step. */
export function someCheckpoint(step: number): Checkpoint {
  return {
    weights: someWeightsFile(step),
    step,
    settings,
    dataset: "built-in",
    shown: { set: "heldOut", index: 12 },
    inspected: { layer: 1, neuron: 2 },
    pace: 1000,
    followsTraining: false,
    file: "file:///somewhere/network.safetensors",
    runs: [
      {
        number: 1,
        settings,
        dataset: "built-in",
        batchesPerEpoch: 1200,
        epochStart: 0,
        training: [point(1), point(2)],
        evaluations: [
          { step: 0, epoch: 0, cost: 2, accuracy: 0.1, trainingCost: null, examplesPerSecond: null, idleNeurons: [] },
        ],
      },
      {
        number: 2,
        settings,
        dataset: "built-in",
        batchesPerEpoch: 1200,
        epochStart: 0,
        training: [point(1), point(step)],
        evaluations: [
          { step: 0, epoch: 0, cost: 2, accuracy: 0.1, trainingCost: null, examplesPerSecond: null, idleNeurons: [] },
        ],
      },
    ],
  };
}
