import assert from "node:assert/strict";
import { test } from "node:test";
import { differencesInWords, learningInWords } from "../../extension/protocol/learningInWords.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";

const plain = plainSettings([784, 16, 16, 10]);
const unusual: NetworkSettings = {
  ...plain,
  activations: ["relu", "relu", "softmax"],
  cost: "crossEntropy",
  descent: "momentum",
  momentum: 0.95,
  l2: 0.0001,
  schedule: "cosine",
  scheduleEpochs: 20,
  initialisation: "he",
  batchSize: 32,
  augment: true,
};

test("the lesson's network is described by its hidden layers' activation alone, one without them by nothing", () => {
  assert.deepEqual(learningInWords(plain), ["sigmoid"]);
  assert.deepEqual(learningInWords(plainSettings([784, 10])), []);
});

test("whatever is not as in the lesson is said, each in a few words", () => {
  assert.deepEqual(learningInWords(unusual), [
    "ReLU",
    "softmax output",
    "cross-entropy",
    "momentum 0.95",
    "L2 0.0001",
    "cosine over 20 epochs",
    "He start",
    "mini-batches of 32",
    "digits bent anew",
  ]);
});

test("hidden layers that differ are named in their order", () => {
  const activations = ["tanh", "leakyRelu", "sigmoid"] as const;
  assert.deepEqual(learningInWords({ ...plain, activations }), ["tanh–leaky ReLU"]);
});

test("differences are what the one has, not what the other had, plain choices too", () => {
  assert.deepEqual(differencesInWords(plain, plain), []);
  assert.deepEqual(differencesInWords({ ...unusual, momentum: 0.5 }, unusual), ["momentum 0.5"]);
  assert.deepEqual(differencesInWords(plain, unusual), [
    "sigmoid",
    "sigmoid output",
    "quadratic cost",
    "plain descent",
    "no L2",
    "constant learning rate",
    "scaled normal start",
    "mini-batches of 10",
    "digits as they are",
  ]);
});

test("what a choice does not use makes no difference", () => {
  assert.deepEqual(differencesInWords({ ...plain, momentum: 0.1, scheduleEpochs: 7 }, plain), []);
});
