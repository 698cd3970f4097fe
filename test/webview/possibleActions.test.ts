import assert from "node:assert/strict";
import { test } from "node:test";
import { unknownState } from "../../webview/panelState.ts";
import { possibleActions } from "../../webview/possibleActions.ts";
import { someLiveState, someProgress } from "./someLiveState.ts";

const paused = someLiveState();

/** The names of what is possible. */
function possible(live: Parameters<typeof possibleActions>[0]): string[] {
  return Object.entries(possibleActions(live)).flatMap(([name, isPossible]) => (isPossible ? [name] : []));
}

test("without a network only a new one makes sense", () => {
  assert.deepEqual(possible(unknownState.live), ["newNetwork"]);
});

test("a network that waits can do everything but pause", () => {
  const everything = ["train", "step", "stepBack", "reset", "reseed", "saveWeights", "setLearningRate", "newNetwork"];
  assert.deepEqual(possible(paused), everything);
  assert.deepEqual(possible({ ...paused, status: "diverged" }), everything);
});

test("no step lies before the first that is known, and none where none is kept", () => {
  const first = { ...paused, firstStep: paused.progress?.step ?? 0 };
  assert.equal(possibleActions(first).stepBack, false);
  assert.equal(possibleActions({ ...paused, firstStep: null }).stepBack, false);
  const past = { step: 7, share: 1, present: someProgress };
  assert.equal(possibleActions({ ...paused, past, firstStep: 6 }).stepBack, true);
  assert.equal(possibleActions({ ...paused, past, firstStep: 7 }).stepBack, false);
});

test("while training there is pause, and no step", () => {
  const can = possibleActions({ ...paused, status: "training" });
  assert.deepEqual([can.pause, can.train, can.step, can.setLearningRate], [true, false, false, true]);
});

test("while a network is prepared nothing can be asked for, not even of the earlier one", () => {
  assert.deepEqual(possible({ ...paused, status: "preparing" }), []);
});

test("initial weights cannot be reset to, opened ones can", () => {
  const initial = { ...paused, progress: { ...someProgress, step: 0, epoch: 0 } };
  assert.equal(possibleActions(initial).reset, false);
  const carriedBack = { ...initial, progress: { ...initial.progress, examplesInBatch: 3 } };
  assert.equal(possibleActions(carriedBack).reset, true);
  const network = paused.network && { ...paused.network, file: "digits.safetensors" };
  assert.equal(possibleActions({ ...initial, network }).reset, true);
});
