import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { DatasetShelf } from "../../../extension/liveNetwork/datasetShelf.ts";
import { LiveNetwork } from "../../../extension/liveNetwork/liveNetwork.ts";
import { plainSettings } from "../../../extension/protocol/settings.ts";
import { startNodeTrainer } from "../../../extension/trainer/nodeTrainerPort.ts";
import { nodeFiles } from "../../../extension/vscode/files/nodeFiles.ts";
import { CheckpointKeeper } from "../../../extension/vscode/lastRun/checkpointKeeper.ts";
import { LastRun } from "../../../extension/vscode/lastRun/lastRun.ts";
import { writeIdxFolder } from "../idxFolder.ts";
import { someSettings } from "../someState.ts";

const dist = fileURLToPath(new URL("../../../dist", import.meta.url));

let folder: string;
let sessions: { liveNetwork: LiveNetwork; lastRun: LastRun<string> }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "downhill-last-run-"));
  await writeIdxFolder(join(folder, "bars"), 600);
  sessions = [];
});
afterEach(async () => {
  for (const { liveNetwork, lastRun } of sessions) {
    await lastRun.end();
    lastRun.dispose();
    liveNetwork.dispose();
  }
  await rm(folder, { recursive: true });
});

const shelf: DatasetShelf = {
  find: async (name) => {
    const source = await readdir(join(folder, name)).then(async (names) => ({
      kind: "idx" as const,
      folder: name,
      files: await Promise.all(
        names.map(async (file) => ({ name: file, bytes: await nodeFiles.read(join(folder, name, file)) })),
      ),
    }));
    return { source, label: name, outputNames: [] };
  },
};

/** What one window is from its opening to its end: a trainer of its own, the same folder. */
function session(): { liveNetwork: LiveNetwork; lastRun: LastRun<string>; log: string[] } {
  const log: string[] = [];
  const logLine = (line: string) => log.push(line);
  const startTrainer = () => startNodeTrainer(join(dist, "trainerWorker.cjs"), join(dist, "kernels.wasm"));
  const liveNetwork = new LiveNetwork(startTrainer, shelf, logLine);
  const keeper = new CheckpointKeeper(nodeFiles, join(folder, "storage"), logLine);
  const lastRun = new LastRun(liveNetwork, keeper, logLine);
  sessions.push({ liveNetwork, lastRun });
  return { liveNetwork, lastRun, log };
}

test("a run is the same in the next session: weights, curves, and what training makes of them", async () => {
  const first = session();
  await first.liveNetwork.create(someSettings, "bars");
  await first.liveNetwork.train(1);
  await first.liveNetwork.whenTrainingEnds();
  await first.liveNetwork.step("miniBatch");
  await first.liveNetwork.setLearningRate(0.75);
  await first.liveNetwork.step("miniBatch");
  await first.lastRun.end();
  const { liveNetwork, lastRun } = session();
  assert.equal(await lastRun.isWaiting(), true);
  await lastRun.bringBack();
  assert.equal(await lastRun.isWaiting(), false);
  assert.deepEqual(liveNetwork.runs, first.liveNetwork.runs);
  assert.deepEqual(liveNetwork.state.network, first.liveNetwork.state.network);
  assert.equal(liveNetwork.state.learningRate, 0.75);
  assert.equal(liveNetwork.state.progress?.step, 52);
  for (const both of [first.liveNetwork, liveNetwork]) {
    await both.step("miniBatch");
    await both.train(1);
    await both.whenTrainingEnds();
  }
  const [expected, found] = await Promise.all([first.liveNetwork, liveNetwork].map((one) => one.save()));
  assert.ok(Buffer.from(found.bytes).equals(expected.bytes));
});

test("a session that ends while it trains is paused and kept where it stood", async () => {
  const first = session();
  await first.liveNetwork.create(someSettings, "bars");
  await first.liveNetwork.train();
  await first.lastRun.end();
  assert.equal(first.liveNetwork.state.status, "paused");
  const { liveNetwork, lastRun } = session();
  await lastRun.bringBack();
  assert.equal(liveNetwork.state.progress?.step, first.liveNetwork.state.progress?.step);
});

test("a network that is already there is not replaced by the last session's", async () => {
  const first = session();
  await first.liveNetwork.create(someSettings, "bars");
  await first.lastRun.end();
  const { liveNetwork, lastRun } = session();
  await liveNetwork.create(plainSettings([784, 5, 10]), "bars");
  await lastRun.bringBack();
  assert.deepEqual(liveNetwork.state.network?.settings.sizes, [784, 5, 10]);
});

test("a network that is made while the last run is being read stays, and nothing is said", async () => {
  const first = session();
  await first.liveNetwork.create(someSettings, "bars");
  await first.lastRun.end();
  const { liveNetwork, lastRun } = session();
  const returning = lastRun.bringBack();
  await liveNetwork.create(plainSettings([784, 5, 10]), "bars");
  await returning;
  assert.deepEqual(liveNetwork.state.network?.settings.sizes, [784, 5, 10]);
  assert.equal(liveNetwork.state.notice, null);
});

test("without a last run there is nothing to bring back, and nothing to say", async () => {
  const { liveNetwork, lastRun, log } = session();
  assert.equal(await lastRun.isWaiting(), false);
  await lastRun.bringBack();
  assert.equal(liveNetwork.state.status, "empty");
  assert.equal(liveNetwork.state.notice, null);
  assert.deepEqual(log, []);
});

test("a checkpoint that is broken is told of in one sentence, and a new network can be made", async () => {
  await nodeFiles.write(join(folder, "storage", "checkpoint.json"), new TextEncoder().encode("{"));
  const { liveNetwork, lastRun } = session();
  await lastRun.bringBack();
  assert.match(
    liveNetwork.state.notice ?? "",
    /^The last run could not be brought back: its checkpoint was not whole\./,
  );
  await liveNetwork.create(someSettings, "bars");
  assert.equal(liveNetwork.state.status, "paused");
});

test("a run whose examples are gone is told of, and its checkpoint stays", async () => {
  const first = session();
  await first.liveNetwork.create(someSettings, "bars");
  await first.lastRun.end();
  await rm(join(folder, "bars"), { recursive: true });
  const { liveNetwork, lastRun } = session();
  await lastRun.bringBack();
  assert.match(liveNetwork.state.notice ?? "", /^The last run could not be brought back: .*bars/);
  await writeIdxFolder(join(folder, "bars"), 600);
  const next = session();
  await next.lastRun.bringBack();
  assert.equal(next.liveNetwork.state.status, "paused");
});
