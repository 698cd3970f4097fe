import assert from "node:assert/strict";
import { test } from "node:test";
import { graphSummary, lastValues, placeOf, placeText } from "../../../webview/graph/graphText.ts";
import { RunCurves } from "../../../webview/graph/runCurves.ts";
import { someProgress } from "../someLiveState.ts";
import { someRun } from "./someRun.ts";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test("the summary tells cost and accuracy, whence they came, and how far training is", () => {
  // The training cost is the smoothed one, as drawn: each point counts a twelfth less after each that follows.
  const weights = Array.from({ length: 40 }, (_, k) => (11 / 12) ** (39 - k));
  const smoothed =
    weights.reduce((sum, weight, k) => sum + weight / (10 * (k + 1)), 0) /
    weights.reduce((sum, weight) => sum + weight);
  assert.equal(
    plain(graphSummary([new RunCurves(someRun(1, 4))], null)),
    `Held-out cost 0.1800, down from 0.9000; accuracy 82.0 %, up from 10.0 %; training cost ${smoothed.toFixed(4)}; after 400 steps, epoch 4.00.`,
  );
});

test("the summary counts the earlier runs", () => {
  const runs = [1, 2, 3].map((number) => new RunCurves(someRun(number, 1)));
  assert.match(graphSummary(runs, null), / 2 earlier runs are drawn behind\.$/);
  assert.match(graphSummary(runs.slice(1), null), / 1 earlier run is drawn behind\.$/);
});

test("the summary of a network that has not trained tells where it starts", () => {
  assert.equal(
    plain(graphSummary([new RunCurves(someRun(1, 0))], null)),
    "Held-out cost 0.9000; accuracy 10.0 %; after 0 steps, epoch 0.00.",
  );
});

test("the summary of an empty graph says that it is empty", () => {
  assert.match(graphSummary([], null), /empty/);
  assert.match(graphSummary([new RunCurves(someRun(1, 0, { evaluations: [] }))], null), /empty/);
});

test("the summary and the legend tell the same numbers, the header's, and the same place", () => {
  const curves = new RunCurves(someRun(1, 4));
  const progress = { ...someProgress, step: 437, epoch: 4, batchInEpoch: 37, batchesPerEpoch: 100, accuracy: 0.9615 };
  const { trainingCost, heldOutCost, accuracy } = lastValues(curves, progress);
  assert.deepEqual([heldOutCost, accuracy], [0.04, 0.9615]);
  const summary = plain(graphSummary([curves], progress));
  assert.match(summary, new RegExp(`training cost ${trainingCost?.toFixed(4)}; after 437 steps, epoch 4\\.37\\.`));
  assert.match(summary, /^Held-out cost 0\.0400, .*accuracy 96\.2 %/);
});

test("where training is follows the epochs done and the mini-batches of the one under way", () => {
  const progress = { ...someProgress, step: 10_836, epoch: 9, batchInEpoch: 36, batchesPerEpoch: 1200 };
  assert.equal(placeText(placeOf(progress)), "step 10,836 · epoch 9.03");
});

test("many epochs are written with fewer decimals", () => {
  assert.equal(placeText({ step: 1, epoch: 99.994 }), "step 1 · epoch 99.99");
  assert.equal(placeText({ step: 1, epoch: 123.44 }), "step 1 · epoch 123.4");
  assert.equal(placeText({ step: 1_680_999, epoch: 1400.8 }), "step 1,680,999 · epoch 1,400");
});
