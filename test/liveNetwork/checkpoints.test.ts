import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { DatasetShelf } from "../../extension/liveNetwork/datasetShelf.ts";
import { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { ScriptedTrainer } from "../vscode/scriptedTrainer.ts";
import { stateWithNetwork } from "../vscode/someState.ts";
import { smallSettings } from "./makeLiveNetwork.ts";

const shelf: DatasetShelf = {
  find: async () => ({ source: { kind: "builtIn" }, label: "built-in digits", outputNames: [] }),
};

for (const [saveMs, intervalMs] of [
  [10, 5000],
  [1000, 50_000],
] as const) {
  test(`a checkpoint that takes ${saveMs} ms is taken every ${intervalMs} ms while training`, async (t) => {
    let nowMs = 0;
    t.mock.method(performance, "now", () => nowMs);
    const save = () => {
      nowMs += saveMs;
      return { bytes: new Uint8Array(8), step: 0, shown: { set: "heldOut", index: 0 } };
    };
    const trainer = new ScriptedTrainer({ save });
    const live = new LiveNetwork(() => trainer, shelf, assert.fail);
    t.after(() => live.dispose());
    await live.create(smallSettings, "built-in");
    await live.train();
    const before = trainer.count("save");
    const { progress } = stateWithNetwork;
    assert.ok(progress);
    const startMs = nowMs - saveMs; // of the first, taken when the network was made
    for (const [afterMs, count] of [
      [intervalMs - 1, 0],
      [intervalMs + 1, 1],
    ]) {
      nowMs = startMs + afterMs;
      trainer.say({ type: "progressed", progress, points: { training: [], evaluations: [] } });
      await setImmediate(); // whatever is asked of the trainer has been asked then
      assert.equal(trainer.count("save") - before, count);
    }
  });
}

test("a checkpoint that comes when another run has begun is neither kept nor told of", async (t) => {
  const replies = [1, 2, 3].map(() => Promise.withResolvers<unknown>());
  let asked = 0;
  const trainer = new ScriptedTrainer({ save: () => replies[asked++].promise });
  const live = new LiveNetwork(() => trainer, shelf, assert.fail);
  t.after(() => live.dispose());
  const steps: number[] = [];
  live.onDidTakeCheckpoint(({ step }) => steps.push(step));
  const arrive = (place: number, step: number) =>
    replies[place].resolve({ bytes: new Uint8Array(8), step, shown: { set: "heldOut", index: 0 } });
  arrive(0, 0);
  await live.create(smallSettings, "built-in");
  const late = live.takeCheckpoint();
  arrive(2, 0);
  await live.reseed(2);
  arrive(1, 50);
  await late;
  assert.deepEqual(steps, [0, 0]);
  assert.equal(live.checkpoint?.step, 0);
});
