import assert from "node:assert/strict";
import { test } from "node:test";
import { RunCurves } from "../../../webview/graph/runCurves.ts";
import { stepRange } from "../../../webview/graph/stepRange.ts";
import { someRun } from "./someRun.ts";

const rangeOf = (...runs: Parameters<typeof someRun>[]) => stepRange(runs.map((run) => new RunCurves(someRun(...run))));

test("the graph follows the run under way, however long those before it were", () => {
  assert.deepEqual(rangeOf([1, 1400], [2, 7]), [0, 800]);
  assert.deepEqual(rangeOf([2, 7]), [0, 800]);
});

test("a new run begins beside the first epochs of the one before", () => {
  assert.deepEqual(rangeOf([1, 1400], [2, 0]), [0, 300]);
  assert.deepEqual(rangeOf([1, 1400], [2, 1]), [0, 300]);
  assert.deepEqual(rangeOf([1, 2], [2, 0]), [0, 200]);
});

test("a run that was never trained is not one to compare with", () => {
  assert.deepEqual(rangeOf([1, 2], [2, 0], [3, 0]), [0, 200]);
  assert.deepEqual(rangeOf([1, 0], [2, 0]), rangeOf([2, 0]));
});

test("epochs, not steps, are compared", () => {
  assert.deepEqual(rangeOf([1, 9], [2, 0, { batchesPerEpoch: 10 }]), [0, 30]);
});
