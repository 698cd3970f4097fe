import assert from "node:assert/strict";
import { test } from "node:test";
import { lastGoodStep } from "../../../extension/liveNetwork/trouble/lastGoodStep.ts";
import { plainSettings } from "../../../extension/protocol/settings.ts";
import { idle, madeRun, stepsPerEpoch } from "./madeRun.ts";

test("the last good step of a run that goes well is its last", () => {
  assert.equal(lastGoodStep(madeRun([{ cost: 0.5 }, { cost: 0.2 }, { cost: 0.1 }])), 3 * stepsPerEpoch);
});

test("the last good step comes before the cost climbs, and before a single point that stands out", () => {
  assert.equal(lastGoodStep(madeRun([{ cost: 0.5 }, { cost: 0.1 }, { cost: 0.6 }])), 2 * stepsPerEpoch);
  const run = madeRun([{ cost: 0.1 }]);
  const training = run.training.with(-1, { ...run.training[run.training.length - 1], trainingCost: 0.85 });
  assert.equal(lastGoodStep({ ...run, training }), stepsPerEpoch - 10);
});

test("a run that never learnt has its first step as the last good one", () => {
  assert.equal(lastGoodStep(madeRun([{ cost: 2.6 }, { cost: 2.6 }])), 0);
  assert.equal(lastGoodStep(madeRun([])), 0);
});

test("the last good step comes before neurons died", () => {
  const relu = plainSettings([784, 16, 10], "relu");
  const withDead = (dead: number) => ({ cost: 0.5, accuracy: 0.6, idleNeurons: [idle({ dead }), idle()] });
  const run = madeRun([withDead(1), withDead(2), withDead(10), withDead(12)], withDead(0), relu);
  assert.equal(lastGoodStep(run), 2 * stepsPerEpoch);
});
