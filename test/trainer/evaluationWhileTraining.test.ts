import assert from "node:assert/strict";
import { test } from "node:test";
import type { SavedWeights, Standing } from "../../extension/protocol/trainerMessages.ts";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { type HeldEvaluation, holdEvaluation } from "./heldEvaluation.ts";
import { TrainerUnderTest, yieldToMessages } from "./trainerUnderTest.ts";

async function trainerWithHeld(): Promise<{ trainer: TrainerUnderTest; thread: HeldEvaluation }> {
  const thread = holdEvaluation();
  const trainer = new TrainerUnderTest(() => thread.port);
  await trainer.create();
  return { trainer, thread };
}

/** What a trainer without a second thread tells. */
async function straightPoints(epochs: number): Promise<readonly string[]> {
  const trainer = new TrainerUnderTest(() => undefined);
  await trainer.create();
  await trainer.train(epochs);
  return trainer.told;
}

/** Waits as long as a trainer would need that waits for nothing. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await yieldToMessages();
}

async function whenHeld(thread: HeldEvaluation): Promise<void> {
  while (thread.held === 0) await yieldToMessages();
}

test("training that has reached its goal ends when its last evaluation is there, with the points it would have had", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: 3, isPaced: false });
  await whenHeld(thread);
  thread.letGo();
  await whenHeld(thread);
  await manyTurns();
  assert.equal(trainer.hasEnded, false);
  thread.letGo();
  await trainer.whenSaid((message) => message.type === "trainingEnded");
  assert.deepEqual(trainer.told, await straightPoints(3));
});

test("a pause does not wait for an evaluation, which is told of when it arrives", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: null, isPaced: false });
  await whenHeld(thread);
  await trainer.request("pause", {});
  const straight = await straightPoints(3);
  assert.deepEqual(trainer.told, straight.slice(0, 1));
  thread.letGo();
  await manyTurns();
  assert.deepEqual(trainer.told, straight.slice(0, 2));
  // The third epoch was over, and waited, or not.
  if (thread.held === 0) return;
  thread.letGo();
  await manyTurns();
  assert.deepEqual(trainer.told, straight);
});

test("a step that ends an epoch has its evaluation", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: 2, isPaced: false });
  await whenHeld(thread);
  thread.letGo();
  await trainer.whenSaid((message) => message.type === "trainingEnded");
  const stepping = (async () => {
    let standing: Standing | undefined;
    for (let step = 0; step < 50; step++) standing = (await trainer.request("step", { unit: "miniBatch" })) as Standing;
    return standing;
  })();
  await whenHeld(thread);
  thread.letGo();
  const standing = await stepping;
  assert.deepEqual(
    standing?.points.evaluations.map(({ step }) => step),
    [150],
  );
});

test("what is saved comes when the evaluations of the steps before were told", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: null, isPaced: false });
  await whenHeld(thread);
  await trainer.request("pause", {});
  let isSaved = false;
  const saving = trainer.request("save", { which: "present" }).then((reply) => {
    isSaved = true;
    return reply as SavedWeights;
  });
  await manyTurns();
  assert.equal(isSaved, false);
  while (!isSaved) {
    if (thread.held > 0) thread.letGo();
    await yieldToMessages();
  }
  const { bytes, step } = await saving;
  assert.equal(readSavedNetwork(bytes, "saved").training?.step, step);
  const straight = await straightPoints(Math.floor(step / 50));
  assert.deepEqual(trainer.told, straight);
  const savedAt = trainer.said.findLastIndex((message) => message.type === "replied");
  assert.ok(trainer.said.findLastIndex((message) => message.type === "progressed") < savedAt);
});

test("an evaluation of a run that was reset is told nobody", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: null, isPaced: false });
  await whenHeld(thread);
  await trainer.request("reset", { seed: 5 });
  const before = trainer.told.length;
  thread.letGo();
  await manyTurns();
  assert.equal(trainer.told.length, before);
});

test("another dataset ends the thread that had the one before", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: null, isPaced: false });
  await whenHeld(thread);
  await trainer.create();
  assert.ok(thread.isTerminated);
});

test("a thread that ends while training waits for it keeps nothing from being told", async () => {
  const { trainer, thread } = await trainerWithHeld();
  await trainer.request("train", { epochs: 3, isPaced: false });
  await whenHeld(thread);
  thread.end();
  await trainer.whenSaid((message) => message.type === "trainingEnded");
  assert.deepEqual(trainer.told, await straightPoints(3));
});

test("a goal of one epoch begins no thread", async () => {
  const trainer = new TrainerUnderTest(() => assert.fail("a thread was begun"));
  await trainer.create();
  await trainer.train(1);
  assert.deepEqual(trainer.told, await straightPoints(1));
});
