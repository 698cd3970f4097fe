import assert from "node:assert/strict";
import { test } from "node:test";
import type { NetworkSettings } from "../../extension/protocol/settings.ts";
import {
  accuracyText,
  activityText,
  batchText,
  networkText,
  progressText,
  statusSentence,
} from "../../webview/summaryText.ts";
import { someLiveState, someProgress } from "./someLiveState.ts";

const live = someLiveState();

test("the summary says sizes, activation, parameters, examples, epoch, step and accuracy", () => {
  assert.equal(networkText(live), "784–16–16–10 · sigmoid · 13,002 parameters · built-in digits");
  assert.equal(progressText(live), "epoch 4 · step 4,800");
  assert.equal(accuracyText(live), "93.1\u202f%");
});

test("what a network learns with is in its summary where it is not as in the lesson", () => {
  assert.ok(live.network);
  const settings: NetworkSettings = {
    ...live.network.settings,
    activations: ["relu", "relu", "sigmoid"],
    cost: "crossEntropy",
    descent: "adam",
  };
  assert.equal(
    networkText({ ...live, network: { ...live.network, settings } }),
    "784–16–16–10 · ReLU · cross-entropy · Adam · 13,002 parameters · built-in digits",
  );
});

test("a network without hidden layers has no hidden activation", () => {
  assert.equal(networkText(someLiveState([784, 10])), "784–10 · 7,850 parameters · built-in digits");
});

test("steps are counted from the first on, before the first evaluation there is no accuracy", () => {
  const begun = { ...live, progress: { ...someProgress, epoch: 0, step: 1240, accuracy: null } };
  assert.equal(progressText(begun), "epoch 0 · step 1,240");
  assert.equal(accuracyText(begun), "–");
});

test("each status is announced in a sentence, but for an empty panel", () => {
  assert.equal(statusSentence(live), "Paused at epoch 4 · step 4,800, 93.1\u202f% of the held-out examples right.");
  assert.equal(statusSentence({ ...live, status: "training" }), "Training.");
  assert.equal(statusSentence({ ...live, status: "empty" }), null);
});

test("the mini-batch under way is counted, the epoch's last one by the examples that are left", () => {
  assert.equal(batchText(live), "");
  const underWay = { ...someProgress, examplesInBatch: 7 };
  assert.equal(batchText({ ...live, progress: underWay }), "example 7 of 10");
  assert.ok(live.network);
  const network = { ...live.network, trainingCount: 11_998 };
  const lastBatch = { ...underWay, batchInEpoch: 1199 };
  assert.equal(batchText({ ...live, network, progress: lastBatch }), "example 7 of 8");
});

test("what is announced follows a reset", () => {
  const progress = { ...someProgress, epoch: 0, step: 0, accuracy: null };
  assert.equal(statusSentence({ ...live, progress }), "Paused at epoch 0 · step 0.");
});

test("the mini-batch is told while it can be watched, the speed when training goes fast", () => {
  const progress = { ...someProgress, examplesInBatch: 7, examplesPerSecond: 1 };
  assert.equal(activityText({ ...live, progress }), "example 7 of 10");
  assert.equal(activityText({ ...live, status: "training", pace: 1, progress }), "example 7 of 10");
  assert.equal(activityText({ ...live, status: "training", pace: null, progress }), "1 example/s");
});
