import assert from "node:assert/strict";
import { test } from "node:test";
import { totalsOf } from "./trainTotals.ts";

test("the best epoch of a run is the first that reached its best accuracy", () => {
  const lines = [
    { epoch: 1, accuracy: 0.8 },
    { epoch: 2, accuracy: 0.9 },
    { epoch: 3, accuracy: 0.9 },
    { epochs: 3, accuracy: 0.9, bestAccuracy: 0.9, medianExamplesPerSecond: 100 },
  ];
  const totals = totalsOf(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  assert.equal(totals.bestEpoch, 2);
  assert.equal(totals.medianExamplesPerSecond, 100);
});

test("a run whose epochs do not hold its best accuracy is refused", () => {
  assert.throws(() => totalsOf('{"epoch":1,"accuracy":0.5}\n{"bestAccuracy":0.6}\n'), /expected an epoch of 0\.6/);
});
