import assert from "node:assert/strict";
import { test } from "node:test";
import type { DatasetShelf } from "../../extension/liveNetwork/datasetShelf.ts";
import { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { ScriptedTrainer } from "../vscode/scriptedTrainer.ts";
import { stateWithNetwork } from "../vscode/someState.ts";
import { smallSettings } from "./makeLiveNetwork.ts";

const shelf: DatasetShelf = {
  find: async () => ({ source: { kind: "builtIn" }, label: "built-in digits", outputNames: [] }),
};

test("an evaluation that arrives when an earlier step is shown is the present's, and changes nothing of what is shown", async (t) => {
  const { progress } = stateWithNetwork;
  assert.ok(progress);
  const shown = { ...progress, step: 1, accuracy: 0.1 };
  const trainer = new ScriptedTrainer({ showStep: { isShown: true, progress: shown, learningRate: 1.5 } });
  const live = new LiveNetwork(() => trainer, shelf, assert.fail);
  t.after(() => live.dispose());
  await live.create(smallSettings, "built-in");
  await live.showStep(1);
  const evaluated = { ...progress, accuracy: 0.75 };
  trainer.say({ type: "progressed", progress: evaluated, points: { training: [], evaluations: [] } });
  assert.deepEqual(live.state.progress, shown);
  assert.deepEqual(live.state.past, { step: 1, share: 1, present: evaluated });
});
