import assert from "node:assert/strict";
import { test } from "node:test";
import { alignedCurves, valueUpTo } from "../../../webview/graph/alignedCurves.ts";
import { RunCurves } from "../../../webview/graph/runCurves.ts";
import { someRun } from "./someRun.ts";

test("a run that grew is drawn on, and is the same as one drawn at once", () => {
  const whole = someRun(1, 3);
  const curves = new RunCurves({ ...whole, training: whole.training.slice(0, 7), evaluations: [] });
  assert.equal(curves.grow(whole), true);
  assert.deepEqual(alignedCurves(curves), alignedCurves(new RunCurves(whole)));
});

test("another run is not taken for this one grown", () => {
  const run = someRun(1, 3);
  const curves = new RunCurves(run);
  assert.equal(curves.grow({ ...run, number: 2 }), false);
  assert.equal(curves.grow({ ...run, training: run.training.slice(1) }), false);
  assert.equal(curves.grow({ ...run, batchesPerEpoch: 50 }), false);
  const anew = run.training.map((point, k) => (k < 20 ? point : { ...point, trainingCost: 5 }));
  assert.equal(curves.grow({ ...run, training: [...anew, ...anew] }), false);
  assert.equal(curves.grow({ ...run, training: run.training.map((p) => ({ ...p, trainingCost: 5 })) }), false);
});

test("all lines of a run lie over one ascending list of steps", () => {
  const { steps, lines } = alignedCurves(new RunCurves(someRun(1, 2)));
  assert.deepEqual(steps, [0, ...Array.from({ length: 20 }, (_, k) => (k + 1) * 10)]);
  for (const line of Object.values(lines)) assert.equal(line.length, steps.length);
  assert.equal(lines.heldOutCost[0], 0.9);
  assert.equal(lines.heldOutCost[1], null);
  assert.equal(lines.heldOutCost[10], 0.45);
  assert.equal(lines.trainingCost[0], null);
  assert.equal(lines.measuredCost[1], 0.1);
});

test("the value at a place is the last one up to it", () => {
  assert.equal(valueUpTo([null, 1, null, null, 2], 3), 1);
  assert.equal(valueUpTo([null, 1], 0), null);
  assert.equal(valueUpTo([1, null], 7), 1);
});

test("the epochs of a network that was trained on other examples before are counted from where it stood", () => {
  const curves = new RunCurves(someRun(1, 0, { epochStart: 9900 }));
  assert.equal(curves.epochAt(10_836), 9.36);
  assert.equal(curves.stepAt(9), 10_800);
});
