import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type DiagnosticsSnapshot,
  type LayerDiagnostics,
  type NeuronCondition,
  neuronConditions,
} from "../../../extension/protocol/snapshot.ts";
import { gradientBar } from "../../../webview/health/gradientScale.ts";
import { healthAnswer } from "../../../webview/health/healthAnswer.ts";
import { neuronGroups } from "../../../webview/health/neuronGroups.ts";
import { weightSpread } from "../../../webview/health/weightSpread.ts";
import { shapeOf } from "../../network/shapeOf.ts";

const layerWith = (gradientLength: number, conditions: readonly NeuronCondition[]): LayerDiagnostics => ({
  gradientLength,
  parameterLength: 1,
  conditions: Uint8Array.from(conditions, (name) => neuronConditions.indexOf(name)),
  histogram: { limit: 1, counts: new Uint32Array(64) },
});
const lively = (count: number) => Array.from({ length: count }, () => "lively" as const);
const shape = shapeOf([784, 4, 10], "sigmoid");
const answer = (first: LayerDiagnostics, output = layerWith(1, lively(10)), of = shape) => {
  const diagnostics: DiagnosticsSnapshot = { step: 0, sampleCount: 256, layers: [first, output] };
  return healthAnswer(diagnostics, of);
};

test("the longest gradient's bar is full, a tenth is a mark less, and what is six marks less is nothing", () => {
  assert.equal(gradientBar(3, 3), 1);
  assert.ok(Math.abs(gradientBar(0.03, 3) - 4 / 6) < 1e-12);
  assert.equal(gradientBar(1e-9, 3), 0);
  assert.deepEqual([gradientBar(0, 3), gradientBar(0, 0), gradientBar(Number.NaN, Number.NaN)], [0, 0, 0]);
});

test("the spread reaches as far as 9 in 10 weights do", () => {
  const counts = new Uint32Array(64);
  counts[32] = 50;
  counts[31] = 39;
  counts[33] = 1;
  counts[0] = 10;
  assert.equal(weightSpread({ limit: 32, counts }), 2);
  assert.equal(weightSpread({ limit: 0, counts: new Uint32Array(64).with(32, 7) }), 0);
});

test("idle neurons are told in words that fit their activation, their number and their layer", () => {
  const words = (conditions: NeuronCondition[], layer: number, of = shape) =>
    neuronGroups(layerWith(1, conditions), layer, of).map(
      ({ what, soWhat, neurons }) => `${what}: ${soWhat} (${neurons})`,
    );
  assert.deepEqual(words(["alwaysHigh", "lively", "alwaysLow", "alwaysHigh"], 1), [
    "1 of 4 is always near 0: it hardly learns (2)",
    "2 of 4 are always near 1: they hardly learn (0,3)",
  ]);
  assert.deepEqual(words(["alwaysLow", "switching"], 1, shapeOf([784, 2, 10], "tanh")), [
    "1 of 2 is always near −1: it hardly learns (0)",
    "1 of 2 is always near −1 or 1: it learns slowly (1)",
  ]);
  assert.deepEqual(words(["dead", "dead"], 1, shapeOf([784, 2, 10], "relu")), [
    "2 of 2 are dead: active on no example, they do not learn (0,1)",
  ]);
  assert.deepEqual(words(["dead", "lively"], 1, shapeOf([784, 2, 10], "leakyRelu")), [
    "1 of 2 is dead: active on no example, it hardly learns (0)",
  ]);
  assert.deepEqual(words([...lively(9), "switching"], 2), ["1 of 10 is always near 0 or 1: it is sure (9)"]);
  assert.deepEqual(words(lively(4), 1), []);
});

test("the answer names the layer whose gradient has vanished, or that is half idle, and else is yes", () => {
  assert.equal(answer(layerWith(0.011, lively(4))), "Yes, every layer.");
  assert.equal(
    answer(layerWith(0.002, lively(4))),
    "Hardly hidden layer 1: its gradient is 500 times shorter than the longest.",
  );
  assert.equal(answer(layerWith(0, lively(4))), "Hardly hidden layer 1: its gradient is 0 beside the longest.");
  assert.equal(
    answer(layerWith(0.5, ["alwaysLow", "alwaysHigh", "lively", "lively"])),
    "Not all of hidden layer 1: 2 of 4 say the same to every example.",
  );
  assert.equal(answer(layerWith(0.5, ["switching", "switching", "alwaysHigh", "lively"])), "Yes, every layer.");
  assert.equal(
    answer(layerWith(1e-9, lively(4)), layerWith(1e-8, lively(10))),
    "No: the gradient is almost 0 in every layer.",
  );
  const overflowing = layerWith(Number.NaN, lively(4));
  assert.equal(answer(overflowing), "No: its numbers have grown too large to compute with.");
});
