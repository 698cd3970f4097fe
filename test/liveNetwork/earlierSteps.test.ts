import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { NotNow } from "../../extension/liveNetwork/notNow.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import type { Snapshot } from "../../extension/protocol/snapshot.ts";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { savedBytes, trainFor } from "./liveRuns.ts";
import { everything, makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

const bytesOf = async (live: LiveNetwork) => Buffer.from(await savedBytes(live));
const stepOf = (live: LiveNetwork) => live.state.progress?.step;

test("an earlier step is shown as it was, its figures and its weights, and the present comes back untouched", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes"); // 50 steps an epoch
  await trainFor(live, 1);
  const [then, thenState, thenSnapshot] = [await bytesOf(live), live.state, await live.takeSnapshot(everything)];
  await live.setLearningRate(0.7);
  await trainFor(live, 4);
  const [now, nowState] = [await bytesOf(live), live.state];

  await live.showStep(50);
  assert.deepEqual(live.state.past, { step: 50, share: 1, present: nowState.progress });
  // But for the learning rate: the next step was taken with what was chosen after this one.
  assert.deepEqual(live.state.progress, { ...thenState.progress, learningRate: 0.7 });
  assert.equal(live.state.learningRate, 0.7);
  await live.showStep(49);
  assert.equal(live.state.learningRate, 1.5);
  await live.showStep(50);
  const { learningRate } = readSavedNetwork(await bytesOf(live), "saved").training ?? {};
  assert.equal(learningRate, 0.7);
  const shownProgress = { ...thenSnapshot.progress, learningRate: 0.7 };
  assert.deepEqual(await live.takeSnapshot(everything), { ...thenSnapshot, progress: shownProgress });
  await live.showStep(null);
  assert.deepEqual(live.state, nowState);
  assert.ok((await bytesOf(live)).equals(now));
  assert.ok(!now.equals(then));
});

test("of steps asked for in quick succession the last one is shown", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  await trainFor(live, 3);
  const steps: (number | undefined)[] = [];
  live.onDidTakeSnapshot(({ progress }) => {
    steps.push(progress.step);
    live.snapshotDrawn();
  });
  await live.observe(everything);
  await Promise.all([3000, 1, 2999, 40, 2500, 77].map((step) => live.showStep(step)));
  assert.equal(stepOf(live), 77);
  await live.takeSnapshot(everything);
  assert.equal(steps.at(-1), 77);
  const first = live.showStep(3000);
  await new Promise<void>((resolve) => {
    live.onDidChangeState(({ past }) => past?.step === 3000 && resolve());
  });
  await Promise.all([first, live.showStep(3000)]);
  assert.deepEqual([stepOf(live), live.state.past?.share], [3000, 1], "the same step asked for twice");
  await Promise.all([10, null, 20, null].map((step) => live.showStep(step)));
  assert.deepEqual([stepOf(live), live.state.past], [3600, null]);
});

test("looking back pauses training first", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  await live.train();
  await new Promise<void>((resolve) => {
    live.onDidChangeState(({ progress }) => (progress?.step ?? 0) > 100 && resolve());
  });
  await Promise.all([live.showStep(30), live.showStep(20)]);
  assert.deepEqual([live.state.status, stepOf(live), live.state.past?.share], ["paused", 20, 1]);
});

test("stepping back goes one mini-batch back at a time, to the first that is known", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await live.step("miniBatch");
  await live.step("miniBatch");
  await live.stepBack();
  assert.equal(stepOf(live), 1);
  await live.stepBack();
  assert.equal(stepOf(live), 0);
  await assert.rejects(live.stepBack(), /Step 0 is the first that is known/);
  await assert.rejects(live.showStep(3), /Step 3: expected one from 0 to 2/);
  assert.equal(stepOf(live), 0);
});

test("a mini-batch forward in the past walks on as it was, up to the present; with another learning rate it is a new run", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const end = await bytesOf(live);
  await live.showStep(48);
  await live.step("miniBatch");
  assert.deepEqual([stepOf(live), live.state.past?.step, live.state.run], [49, 49, 1]);
  await live.step("miniBatch");
  assert.deepEqual([stepOf(live), live.state.past], [50, null]);
  assert.ok((await bytesOf(live)).equals(end));
  await live.stepBack();
  await live.setLearningRate(0.1);
  await live.step("miniBatch");
  assert.deepEqual([stepOf(live), live.state.past, live.state.run], [50, null, 2]);
  assert.ok(!(await bytesOf(live)).equals(end));
});

test("training on from an earlier step is a new run that begins with the curves so far", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 4);
  const first = structuredClone(live.runs[0]);
  const end = await bytesOf(live);
  await live.showStep(120);
  await live.trainOnFromHere();
  assert.deepEqual([live.state.status, live.state.past, live.state.run, stepOf(live)], ["paused", null, 2, 120]);
  const [earlier, branch] = structuredClone(live.runs);
  assert.deepEqual(earlier, first);
  assert.deepEqual(
    branch.training,
    first.training.filter(({ step }) => step <= 120),
  );
  assert.deepEqual(branch.evaluations, first.evaluations.slice(0, 3));
  await trainFor(live, 2);
  // Nothing was changed, so that it learns what it had learnt: curves and weights.
  assert.deepEqual(live.runs[1].training, first.training);
  assert.ok((await bytesOf(live)).equals(end));
  await live.showStep(60);
  await live.setLearningRate(0.1);
  await trainFor(live, 3); // train alone does it too
  assert.deepEqual([live.state.run, stepOf(live), live.runs.length], [3, 200, 3]);
  assert.ok(!(await bytesOf(live)).equals(end));
  assert.equal(live.runs[2].settings.learningRate, 0.1);
});

test("the network that a new run left behind can be brought back", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 2);
  const end = await bytesOf(live);
  await live.showStep(10);
  await live.step("example");
  assert.deepEqual([live.state.run, stepOf(live), live.state.progress?.examplesInBatch], [2, 10, 1]);
  await live.bringBackReplaced();
  assert.ok((await bytesOf(live)).equals(end));
});

test("in the past a file is saved of what is shown, and a checkpoint of the present", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 2);
  await live.showStep(30);
  assert.equal((await live.save()).step, 30);
  await live.takeCheckpoint();
  assert.equal(live.checkpoint?.step, 100);
  assert.equal(live.checkpoint?.runs[0].evaluations.at(-1)?.step, 100);
});

test("reset and another network leave the past", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 2);
  await live.showStep(30);
  await live.reset();
  assert.deepEqual([live.state.past, stepOf(live), live.state.run], [null, 0, 2]);
  await trainFor(live, 1);
  await live.showStep(30);
  await live.create({ ...smallSettings, seed: 3 }, "stripes");
  assert.deepEqual([live.state.past, stepOf(live), live.state.status], [null, 0, "paused"]);
});

test("a run brought back from a checkpoint knows its steps from there on", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  await live.takeCheckpoint();
  const { checkpoint } = live;
  assert.ok(checkpoint);
  await live.restore(checkpoint);
  assert.equal(live.state.firstStep, 50);
  await trainFor(live, 1);
  await assert.rejects(live.showStep(49), /expected one from 50 to 100/);
  await live.showStep(70);
  assert.equal(stepOf(live), 70);
});

test("a network so large that its states have no room says so", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings([784, 2500, 2500, 10]), batchSize: 64 }, "stripes");
  assert.equal(live.state.firstStep, null);
  await live.step("miniBatch");
  await assert.rejects(live.showStep(0), NotNow);
  await assert.rejects(live.stepBack(), /so large that they are not kept/);
});

test("rolling back after a divergence is one call: a new run from the good step, at the smaller learning rate", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1e6 }, "stripes");
  await live.train();
  await live.whenTrainingEnds();
  assert.equal(live.state.status, "diverged");
  const { noticeAction } = live.state;
  assert.deepEqual(noticeAction, { type: "rollBack", step: 0, learningRate: 0.1 });
  await live.rollBack(noticeAction);
  assert.equal(live.state.noticeAction, null);
  const { status, run, past, learningRate, notice } = live.state;
  assert.deepEqual([status, run, past, learningRate, notice], ["paused", 2, null, 0.1, null]);
  await trainFor(live, 3);
  assert.deepEqual([live.state.status, stepOf(live)], ["paused", 150]);
});

test("while an earlier step is replayed its snapshots are of no step between", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(plainSettings([784, 300, 10]), "built-in");
  await trainFor(live, 1);
  const snapshots: Snapshot[] = [];
  live.onDidTakeSnapshot((snapshot) => {
    snapshots.push(snapshot);
    live.snapshotDrawn();
  });
  await live.observe(everything);
  for (const step of [400, 800, 399]) await live.showStep(step);
  await live.takeSnapshot(everything);
  assert.deepEqual([...new Set(snapshots.map(({ progress }) => progress.step))], [1200, 400, 800, 399]);
});

test("what is asked for while a new run begins from an earlier step is of the new run", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 2);
  await live.showStep(60);
  await Promise.all([live.trainOnFromHere(), live.showStep(20)]);
  assert.deepEqual([live.state.run, stepOf(live), live.state.past?.present.step], [2, 20, 60]);
  await assert.rejects(live.showStep(61), /expected one from 0 to 60/);
  await Promise.all([live.train(1), live.train(1)]);
  await live.whenTrainingEnds();
  assert.deepEqual([live.state.run, stepOf(live), live.state.past], [3, 50, null]);
});

test("where training begins, an earlier step that was asked for meanwhile is not on its way for ever", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 2);
  await live.showStep(60);
  await Promise.all([live.train(), live.showStep(20)]);
  await live.pause();
  const { status, past } = live.state;
  assert.equal(status, "paused");
  assert.ok(past === null || past.share === 1);
});
