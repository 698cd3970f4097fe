import assert from "node:assert/strict";
import { test } from "node:test";
import { nextLearningRate } from "../../webview/nextLearningRate.ts";

test("a new network with another activation begins with what suits it", () => {
  assert.equal(nextLearningRate(1.5, "sigmoid", "relu"), 0.1);
  assert.equal(nextLearningRate(0.1, "relu", "sigmoid"), 1.5);
});

test("a learning rate that a person chose goes over to the new network", () => {
  assert.equal(nextLearningRate(0.3, "sigmoid", "sigmoid"), 0.3);
  assert.equal(nextLearningRate(0.3, "sigmoid", "relu"), 0.3);
  assert.equal(nextLearningRate(1.5, "sigmoid", "sigmoid"), 1.5);
});
