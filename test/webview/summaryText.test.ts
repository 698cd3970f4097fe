import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyText, networkText, progressText, statusSentence } from "../../webview/summaryText.ts";
import { someLiveState, someProgress } from "./someLiveState.ts";

const live = someLiveState();

test("the summary says sizes, activation, parameters, epoch and accuracy", () => {
  assert.equal(networkText(live), "784–16–16–10 · sigmoid · 13,002 parameters");
  assert.equal(progressText(live), "epoch 4");
  assert.equal(accuracyText(live), "93.1\u202f%");
});

test("a network without hidden layers has no hidden activation", () => {
  assert.equal(networkText(someLiveState([784, 10])), "784–10 · 7,850 parameters");
});

test("within the first epoch steps are counted, before the first evaluation there is no accuracy", () => {
  const begun = { ...live, progress: { ...someProgress, epoch: 0, step: 1240, accuracy: null } };
  assert.equal(progressText(begun), "step 1,240");
  assert.equal(accuracyText(begun), "–");
});

test("each status is announced in a sentence, but for an empty panel", () => {
  assert.equal(statusSentence(live), "Paused at epoch 4, 93.1\u202f% of the held-out examples right.");
  assert.equal(statusSentence({ ...live, status: "training" }), "Training.");
  assert.equal(statusSentence({ ...live, status: "empty" }), null);
});
