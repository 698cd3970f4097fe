import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { whenState } from "./liveRuns.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

test("pause takes effect within 50 ms of work in a network of a million parameters", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, sizes: [784, 800, 500, 10], batchSize: 256 }, "built-in");
  // The median: a few may fall where the host or an evaluation has other work.
  const delaysMs: number[] = [];
  for (let round = 0; round < 31; round++) delaysMs.push(await pauseDelayMs(live, round));
  const median = delaysMs.sort((a, b) => a - b)[15];
  assert.ok(median < 50, `median ${Math.round(median)} ms, at most ${Math.round(delaysMs[30])} ms`);
});

/**
 * Trains for a moment and pauses.
 *
 * @param afterMs since the last news of the training, which comes between two of its slices: all moments are tried
 * @returns the processor time that the process took until then, all threads': on a machine
 * that is quiet no less than what a person waits; what the machine's other work adds to that is not the pause's
 */
async function pauseDelayMs(live: LiveNetwork, afterMs: number): Promise<number> {
  await live.train();
  const { progress } = live.state;
  await whenState(live, (state) => state.progress !== progress);
  await setTimeout(afterMs);
  const before = process.cpuUsage();
  await live.pause();
  const { user, system } = process.cpuUsage(before);
  assert.equal(live.state.status, "paused");
  return (user + system) / 1000;
}
