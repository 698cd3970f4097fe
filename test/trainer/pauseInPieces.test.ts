import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { nothingObserved, type Snapshot } from "../../extension/protocol/snapshot.ts";
import type { SavedWeights, Standing } from "../../extension/protocol/trainerMessages.ts";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { TrainerUnderTest, yieldToMessages } from "./trainerUnderTest.ts";

/** A clock by which every piece of work takes as long as a slice may: one piece between two looks at the messages. */
function slowDown(t: TestContext): void {
  let nowMs = 0;
  t.mock.method(performance, "now", () => {
    nowMs += 10;
    return nowMs;
  });
}

/** So large that a mini-batch takes several pieces, each of two examples as many again. */
async function largeNetwork(batchSize = 2): Promise<TrainerUnderTest> {
  const trainer = new TrainerUnderTest(() => undefined);
  await trainer.create({ ...plainSettings([784, 1200, 1200, 10]), batchSize });
  return trainer;
}

async function saved(trainer: TrainerUnderTest) {
  const { bytes } = (await trainer.request("save", { which: "present" })) as SavedWeights;
  return readSavedNetwork(bytes, "saved");
}

const stepOf = async (trainer: TrainerUnderTest, unit: "example" | "miniBatch") =>
  ((await trainer.request("step", { unit })) as Standing).progress;

test("training paused in the middle of a mini-batch's work goes on with a step, to the same bits", async (t) => {
  slowDown(t);
  const straight = await largeNetwork();
  for (let step = 1; step <= 6; step++) assert.equal((await stepOf(straight, "miniBatch")).step, step);

  const trainer = await largeNetwork();
  let pausesWithin = 0;
  for (let turns = 1; turns <= 6; turns++) {
    await trainer.request("train", { epochs: null, isPaced: false });
    for (let turn = 0; turn < turns; turn++) await yieldToMessages();
    const { progress } = (await trainer.request("pause", {})) as Standing;
    if (progress.examplesInBatch === 2) pausesWithin++;
    assert.equal((await saved(trainer)).training?.step, progress.step);
    if (progress.step >= 5) break;
    if (turns % 2 === 0) assert.equal((await stepOf(trainer, "miniBatch")).step, progress.step + 1);
  }
  assert.ok(pausesWithin > 0, "no pause came in the middle");
  for (let step = 0; step < 6; ) ({ step } = await stepOf(trainer, "miniBatch"));
  assert.ok(sameParameters((await saved(trainer)).parameters, (await saved(straight)).parameters));
});

test("a step of one example after such a pause takes one more", async (t) => {
  slowDown(t);
  const trainer = await largeNetwork();
  await trainer.request("train", { epochs: null, isPaced: false });
  const paused = (await trainer.request("pause", {})) as Standing;
  assert.deepEqual([paused.progress.step, paused.progress.examplesInBatch], [0, 2]);
  const progress = await stepOf(trainer, "example");
  assert.deepEqual([progress.step, progress.examplesInBatch], [1, 1]);
});

test("a large network that is paused is diagnosed in pieces, requests being answered between, and shown when that is done", async (t) => {
  slowDown(t);
  const trainer = await largeNetwork();
  await trainer.request("observe", { observation: { ...nothingObserved, diagnostics: true } });
  const snapshots = () => trainer.said.flatMap((message) => (message.type === "snapshot" ? [message.snapshot] : []));
  assert.deepEqual(
    snapshots().map(({ diagnostics }) => diagnostics),
    [null],
  );
  trainer.tell({ type: "snapshotTaken" });
  await trainer.request("setPace", { pace: null });
  assert.equal(snapshots().length, 1, "the request waited for the diagnosis");
  while (snapshots().length < 2) await yieldToMessages();
  assert.equal(snapshots()[1].diagnostics?.step, 0);
  // A step asked for meanwhile waits for the diagnosis of the weights before it.
  const [snapshot, progress] = await Promise.all([
    trainer.request("takeSnapshot", { observation: { ...nothingObserved, diagnostics: true } }),
    stepOf(trainer, "miniBatch"),
  ]);
  assert.ok((snapshot as Snapshot).diagnostics);
  assert.equal(progress.step, 1);
});

test("of steps that are asked for while one goes on the last goes to the mini-batch's end, and none beyond", async (t) => {
  slowDown(t);
  const trainer = await largeNetwork(200);
  const [, , last] = await Promise.all([1, 2, 3].map(() => stepOf(trainer, "miniBatch")));
  assert.deepEqual([last.step, last.examplesInBatch], [1, 0]);
});

test("a network is replaced when every step that was asked for before has ended", async (t) => {
  slowDown(t);
  const trainer = await largeNetwork(200);
  const ended: string[] = [];
  await Promise.all([
    ...[1, 2].map(() => stepOf(trainer, "miniBatch").then(() => ended.push("step"))),
    trainer.request("reset", { seed: 1 }).then(() => ended.push("reset")),
  ]);
  assert.deepEqual(ended, ["step", "step", "reset"]);
});
