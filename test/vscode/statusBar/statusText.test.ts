import assert from "node:assert/strict";
import { test } from "node:test";
import { statusText } from "../../../extension/vscode/statusBar/statusText.ts";
import { stateWithNetwork } from "../someState.ts";

test("the status bar says nothing while there is no network", () => {
  assert.equal(statusText({ ...stateWithNetwork, status: "empty", network: null, progress: null }), null);
});

test("the status bar says state, epoch and accuracy, and to a screen reader what a click does", () => {
  assert.deepEqual(statusText(stateWithNetwork), {
    text: "$(debug-start) Downhill: paused · epoch 4 · 93.1 %",
    label: "Downhill, paused, epoch 4, 93.1 %. Click to train.",
  });
  assert.deepEqual(statusText({ ...stateWithNetwork, status: "training" }), {
    text: "$(debug-pause) Downhill: training · epoch 4 · 93.1 %",
    label: "Downhill, training, epoch 4, 93.1 %. Click to pause.",
  });
});

test("the status bar says what is being prepared and how far it is", () => {
  const preparation = { what: "drawing digits", share: 0.4 };
  assert.deepEqual(statusText({ ...stateWithNetwork, status: "preparing", preparation }), {
    text: "$(loading~spin) Downhill: drawing digits 40 %",
    label: "Downhill, drawing digits 40 %",
  });
});
