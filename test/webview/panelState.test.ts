import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../../extension/protocol/curves.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { changedParts, stateAfter, unknownState } from "../../webview/panelState.ts";
import { bareSnapshot, someLiveState } from "./someLiveState.ts";

const live = someLiveState();
const snapshot = bareSnapshot;
const run = (number: number): Run => ({
  number,
  settings: plainSettings([784, 10]),
  dataset: "built-in",
  batchesPerEpoch: 1,
  epochStart: 0,
  training: [],
  evaluations: [],
});
const shown = stateAfter(stateAfter(unknownState, { type: "stateChanged", state: live }), {
  type: "snapshotTaken",
  snapshot,
});

test("a snapshot stays while the network keeps its shape, and goes with it", () => {
  const trained = stateAfter(shown, { type: "stateChanged", state: { ...live, status: "training", run: 2 } });
  assert.equal(trained.snapshot, snapshot);
  const another = stateAfter(shown, { type: "stateChanged", state: someLiveState([784, 30, 10]) });
  assert.equal(another.snapshot, null);
  const none = stateAfter(shown, { type: "stateChanged", state: { ...live, network: null } });
  assert.equal(none.snapshot, null);
});

test("points are added to the run under way, the last one, and to no other", () => {
  const point = { step: 1, trainingCost: 2, gradientLength: 3 };
  const before = stateAfter(shown, { type: "runsReplaced", runs: [run(1), run(2)] });
  const after = stateAfter(before, { type: "pointsAdded", points: { training: [point], evaluations: [] } });
  assert.deepEqual(after.runs[1].training, [point]);
  assert.equal(after.runs[0], before.runs[0]);
  assert.deepEqual(before.runs[1].training, []);
});

test("changed parts are those that a message has replaced", () => {
  const message = { type: "snapshotTaken", snapshot: { ...snapshot } } as const;
  assert.deepEqual([...changedParts(shown, stateAfter(shown, message))], ["snapshot"]);
  assert.deepEqual([...changedParts(shown, stateAfter(shown, { type: "showView", view: "weights" }))], []);
  const none = { type: "stateChanged", state: { ...live, network: null } } as const;
  assert.deepEqual([...changedParts(shown, stateAfter(shown, none))], ["live", "snapshot"]);
});

test("a network that the host tells of again is the same object, another is not", () => {
  const again = stateAfter(shown, { type: "stateChanged", state: structuredClone(live) });
  assert.equal(again.live.network, shown.live.network);
  const other = stateAfter(shown, { type: "stateChanged", state: someLiveState([784, 30, 10]) });
  assert.notEqual(other.live.network, shown.live.network);
});
