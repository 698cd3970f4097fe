import assert from "node:assert/strict";
import { test } from "node:test";
import { builtInDataset } from "../../../extension/datasets/builtInDigits.ts";
import { epochsOf } from "../../../extension/liveNetwork/runHistory.ts";
import { troubleOf } from "../../../extension/liveNetwork/trouble/trouble.ts";
import type { EvaluationPoint, TrainingPoint } from "../../../extension/protocol/curves.ts";
import { type NetworkSettings, plainSettings } from "../../../extension/protocol/settings.ts";
import { PlacedDataset } from "../../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../../extension/trainer/trainingSession.ts";
import { kernelsModule } from "../../trainer/randomExamples.ts";

const dataset = {
  placed: new PlacedDataset(kernelsModule, builtInDataset()),
  label: "built-in digits",
  trainingFingerprint: "",
};

/** Trains, and asks at every point of the curve what is wrong. @returns the first words and their epoch, if any */
function firstTrouble(settings: NetworkSettings, epochs: number): { words: string; epoch: number } | undefined {
  const session = TrainingSession.create(settings, dataset);
  const { points: initial, progress } = session.made;
  const training: TrainingPoint[] = [...initial.training];
  const evaluations: EvaluationPoint[] = [...initial.evaluations];
  try {
    for (;;) {
      const points = session.takePoints();
      training.push(...points.training);
      evaluations.push(...points.evaluations);
      if (points.training.length > 0 || points.evaluations.length > 0) {
        const run = { number: 1, settings, dataset: "built-in", ...epochsOf(progress), training, evaluations };
        const trouble = troubleOf(run, settings.learningRate);
        if (trouble) return { words: trouble.words, epoch: evaluations[evaluations.length - 1].epoch };
      }
      if (evaluations[evaluations.length - 1].epoch === epochs) return undefined;
      session.work(Number.POSITIVE_INFINITY);
    }
  } finally {
    session.dispose();
  }
}

const lesson = [784, 16, 16, 10];
const crossEntropy = { cost: "crossEntropy", learningRate: 0.5 } as const;

const learning: Readonly<Record<string, NetworkSettings>> = {
  "sigmoid at 1.5": plainSettings(lesson),
  "sigmoid from a normal start": { ...plainSettings(lesson), initialisation: "normal" },
  "sigmoid in four hidden layers": plainSettings([784, 16, 16, 16, 16, 10]),
  "ReLU at 0.1": plainSettings(lesson, "relu"),
  "ReLU after He": { ...plainSettings([784, 30, 10], "relu"), initialisation: "he" },
  "leaky ReLU at 0.1": plainSettings(lesson, "leakyRelu"),
  "tanh at 0.1": plainSettings(lesson, "tanh"),
  "cross-entropy at 0.5": { ...plainSettings([784, 30, 10]), ...crossEntropy },
  "softmax at 0.1": {
    ...plainSettings([784, 30, 10]),
    ...crossEntropy,
    activations: ["relu", "softmax"],
    learningRate: 0.1,
  },
  "no hidden layer": plainSettings([784, 10]),
  "Adam at 0.001": { ...plainSettings(lesson), descent: "adam", learningRate: 0.001 },
  "momentum and L2": { ...plainSettings(lesson), descent: "momentum", learningRate: 0.15, l2: 0.0001 },
  "digits distorted anew": { ...plainSettings(lesson), augment: true },
  "a rate that falls": { ...plainSettings(lesson), schedule: "cosine", scheduleEpochs: 5 },
};
for (const [name, settings] of Object.entries(learning)) {
  test(`a network that learns is left in peace: ${name}`, () => {
    assert.equal(firstTrouble(settings, 8), undefined);
  });
}

const failing: readonly [name: string, settings: NetworkSettings, words: RegExp, epoch: number][] = [
  [
    "ReLU at 1.5",
    { ...plainSettings(lesson, "relu"), learningRate: 1.5 },
    /^Neurons are dying: .* as 0\.1, or leaky/,
    1,
  ],
  ["sigmoid at 1000", { ...plainSettings(lesson), learningRate: 1000 }, /^It is diverging: .* as 1\.5\.$/, 0],
  ["sigmoid at 30", { ...plainSettings(lesson), learningRate: 30 }, /^Neurons are saturated: .* as 1\.5\.$/, 1],
  [
    "sigmoid at 0.001",
    { ...plainSettings(lesson), learningRate: 0.001 },
    /^It is stalled: .* larger learning rate/,
    12,
  ],
  [
    "cross-entropy at 30",
    { ...plainSettings(lesson), cost: "crossEntropy", learningRate: 30 },
    /^It is diverging: /,
    0,
  ],
];
for (const [name, settings, words, epoch] of failing) {
  test(`a network that does not learn is told why: ${name}`, () => {
    const trouble = firstTrouble(settings, 14);
    assert.match(trouble?.words ?? "", words);
    assert.equal(trouble?.epoch, epoch);
  });
}
