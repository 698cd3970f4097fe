import assert from "node:assert/strict";
import { test } from "node:test";
import { nextLearningRate } from "../../extension/protocol/nextLearningRate.ts";
import type { LearningRateGrounds } from "../../extension/protocol/settings.ts";

const sigmoid: LearningRateGrounds = { activations: ["sigmoid", "sigmoid"], cost: "quadratic", descent: "plain" };
const relu: LearningRateGrounds = { ...sigmoid, activations: ["relu", "sigmoid"] };
const crossEntropy: LearningRateGrounds = { ...sigmoid, cost: "crossEntropy" };
const adam: LearningRateGrounds = { ...sigmoid, descent: "adam" };

test("a learning rate that merely suited the choices before follows them", () => {
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 1.5 }, relu), 0.1);
  assert.equal(nextLearningRate({ ...relu, learningRate: 0.1 }, sigmoid), 1.5);
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 1.5 }, crossEntropy), 0.5);
  assert.equal(
    nextLearningRate({ ...crossEntropy, learningRate: 0.5 }, { ...crossEntropy, descent: "momentum" }),
    0.05,
  );
});

test("a learning rate that a person chose goes over", () => {
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 0.3 }, sigmoid), 0.3);
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 0.3 }, relu), 0.3);
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 1.5 }, sigmoid), 1.5);
});

test("no learning rate goes over to Adam, nor from it", () => {
  assert.equal(nextLearningRate({ ...sigmoid, learningRate: 0.3 }, adam), 0.001);
  assert.equal(nextLearningRate({ ...adam, learningRate: 0.002 }, sigmoid), 1.5);
  assert.equal(nextLearningRate({ ...adam, learningRate: 0.002 }, adam), 0.002);
});
