import assert from "node:assert/strict";
import { test } from "node:test";
import { wholePower } from "../../extension/network/adamDescent.ts";
import { cosineOfHalfTurns, scheduledLearningRate } from "../../extension/network/learningRateSchedule.ts";

const rateAt = (schedule: "constant" | "inverseTime" | "cosine", epochs: number) =>
  scheduledLearningRate({ learningRate: 2, schedule, scheduleEpochs: 10 }, epochs);

test("a constant learning rate stays, 1/t halves it in its epochs, a cosine brings it to its hundredth and no further", () => {
  assert.equal(rateAt("constant", 1000), 2);
  assert.equal(rateAt("inverseTime", 0), 2);
  assert.equal(rateAt("inverseTime", 10), 1);
  assert.equal(rateAt("inverseTime", 30), 0.5);
  assert.equal(rateAt("cosine", 0), 2);
  assert.ok(Math.abs(rateAt("cosine", 5) - 1.01) < 1e-14);
  assert.ok(Math.abs(rateAt("cosine", 10) - 0.02) < 1e-14);
  assert.equal(rateAt("cosine", 1000), rateAt("cosine", 10));
});

test("the series of the cosine is right to the last digits", () => {
  // Twelve terms of at most 1.3, each rounded twice or so.
  for (let i = 0; i <= 1000; i++) {
    const error = Math.abs(cosineOfHalfTurns(i / 1000) - Math.cos((Math.PI * i) / 1000));
    assert.ok(error <= 24 * 2 ** -53, `cos π ${i / 1000} is off by ${error}`);
  }
});

test("powers by squaring are those of the mathematics library, each multiplication rounded once", () => {
  assert.equal(wholePower(0.9, 0), 1);
  assert.equal(wholePower(0.9, 1), 0.9);
  for (const exponent of [2, 3, 10, 999, 100_000]) {
    const expected = 0.999 ** exponent;
    // A rounding of a square is doubled by each squaring after it: up to the exponent.
    assert.ok(Math.abs(wholePower(0.999, exponent) - expected) <= 2 * exponent * 2 ** -53 * expected);
  }
});
