import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { commands, extensions } from "vscode";
import type { DownhillApi } from "../../extension/vscode/downhillApi.ts";
import { LoopWatch } from "../bench/watching/loopWatch.ts";
import { machineSlowness } from "../bench/watching/machineSlowness.ts";

/** What a piece of work on the extension host's thread may take, on a machine as others are. */
const mostBusyMs = 16;
/** A system counts processor time in ticks of up to four milliseconds: one at each end of a piece. */
const tickMs = 4;
/** Checkpoints are taken five seconds apart: two of them are seen. */
const watchedMs = 11_000;

const isTold = typeof process.threadCpuUsage === "function";
const skip = isTold ? false : "this Node does not tell a thread's processor time";

test("the extension host's thread is never kept busy for more than 16 ms while it trains at full speed with panel and tree open", {
  skip,
}, async (t) => {
  const downhill = (await extensions.getExtension<DownhillApi>("downhill.downhill")?.activate()) as DownhillApi;
  const { liveNetwork, panel } = downhill;
  const choices = { sizes: [784, 512, 512, 10], batchSize: 32, seed: 1, dataset: "built-in", show: true };
  await commands.executeCommand("downhill.newNetwork", choices);
  await commands.executeCommand("downhill.network.focus");
  liveNetwork.inspectNeuron({ layer: 1, neuron: 5 });
  await liveNetwork.setPace(null);
  await commands.executeCommand("downhill.train", {});
  const drawnBefore = panel.snapshotsDrawn;
  while (panel.snapshotsDrawn < drawnBefore + 3) await setTimeout(50);
  await assertNotKeptBusy(t, () => setTimeout(watchedMs));
  await commands.executeCommand("downhill.pause");
});

test("the extension host's thread is never kept busy for more than 16 ms by the export of 16 million weights", {
  skip,
}, async (t) => {
  await extensions.getExtension<DownhillApi>("downhill.downhill")?.activate();
  const folder = await mkdtemp(join(tmpdir(), "downhill-large-export-"));
  t.after(() => rm(folder, { recursive: true }));
  await commands.executeCommand("downhill.newNetwork", { sizes: [784, 4096, 3072, 10], seed: 1, dataset: "built-in" });
  const uri = join(folder, "large.onnx");
  await assertNotKeptBusy(t, async () => {
    await rm(uri, { force: true });
    await commands.executeCommand("downhill.exportNetwork", { format: "onnx", uri });
  });
  assert.ok((await stat(uri)).size > 4 * 15_800_000);
});

/**
 * The thread is not kept busy while `work` is done: what a piece of work of Downhill's takes it takes each time, what other
 * extensions do meanwhile, or a machine that is halted, once.
 */
async function assertNotKeptBusy(t: TestContext, work: () => Promise<unknown>): Promise<void> {
  const mostMs = mostBusyMs * machineSlowness() + 2 * tickMs;
  const busyMs: number[] = [];
  for (let times = 0; times < 3; times++) {
    const watch = new LoopWatch();
    await work();
    const { longestBusyMs, longestDelayMs, delayP99Ms } = watch.report();
    watch.dispose();
    const late = `turns were late by ${delayP99Ms.toFixed(1)} ms (p99), ${longestDelayMs.toFixed(1)} ms at most`;
    t.diagnostic(`busy for ${longestBusyMs.toFixed(1)} ms at most; ${late}`);
    if (longestBusyMs <= mostMs) return;
    busyMs.push(longestBusyMs);
  }
  assert.fail(`expected at most ${mostMs.toFixed(1)} ms, found ${busyMs.map((ms) => ms.toFixed(1)).join(", ")} ms`);
}
