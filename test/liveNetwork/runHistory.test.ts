import assert from "node:assert/strict";
import { test } from "node:test";
import { writeCurvesCsv } from "../../extension/exports/curvesCsv.ts";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { epochsOf } from "../../extension/liveNetwork/runHistory.ts";
import { savedBytes } from "./liveRuns.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

/** Step and epoch of every point of the run under way, as a table of the curves has them. */
function epochsInCsv({ runs }: LiveNetwork): number[][] {
  const [, ...rows] = new TextDecoder()
    .decode(writeCurvesCsv(runs.slice(-1)))
    .trimEnd()
    .split("\n");
  return rows.map((row) => row.split(",").slice(1, 3).map(Number));
}

test("the curves of a network that was saved within an epoch are of that epoch's steps, before any evaluation", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes"); // 50 steps an epoch
  await live.step("epoch");
  for (let step = 1; step <= 7; step++) await live.step("miniBatch");
  const bytes = await savedBytes(live);
  await live.open({ name: "saved", bytes }, smallSettings, "stripes", null);
  await live.step("miniBatch");
  const goneOn = [
    [57, 57 / 50],
    [58, 58 / 50],
  ];
  assert.deepEqual(epochsInCsv(live), goneOn);
  await live.showStep(57);
  await live.trainOnFromHere();
  await live.step("miniBatch");
  assert.deepEqual(epochsInCsv(live), goneOn);
});

test("a run that comes back to other examples than it left has its epochs where it stands", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in"); // 1200 steps an epoch
  for (let step = 1; step <= 3; step++) await live.step("miniBatch");
  const { checkpoint } = live;
  assert.ok(checkpoint);
  await live.restore({ ...checkpoint, dataset: "stripes" }); // 50 steps an epoch
  const { progress } = live.state;
  assert.ok(progress);
  const { batchesPerEpoch, epochStart } = live.runs[0];
  assert.deepEqual({ batchesPerEpoch, epochStart }, { batchesPerEpoch: 50, epochStart: 3 });
  assert.deepEqual({ batchesPerEpoch, epochStart }, epochsOf(progress));
});
