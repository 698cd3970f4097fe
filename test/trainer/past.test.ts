import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { SavedNetwork } from "../../extension/protocol/savedNetwork.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { easyDataset, placed } from "./randomExamples.ts";

// 46 mini-batches of 13 and one of 2 an epoch; a state is kept every 631.
const { training, heldOut } = easyDataset(600, 50);
const dataset = { placed: placed(training, heldOut), label: "easy", trainingFingerprint: "" };
const plain: NetworkSettings = { ...plainSettings([784, 16, 16, 10]), batchSize: 13, learningRate: 0.5 };
const descents: Readonly<Record<string, NetworkSettings>> = {
  plain,
  "momentum and L2": { ...plain, descent: "momentum", learningRate: 0.05, l2: 0.001 },
  "Adam with a cosine": { ...plain, descent: "adam", learningRate: 0.002, schedule: "cosine", scheduleEpochs: 12 },
  "cross-entropy, 1/t": { ...plain, cost: "crossEntropy", schedule: "inverseTime", scheduleEpochs: 3 },
  "distorted digits": { ...plain, augment: true },
  // So large that its mini-batches are taken in chunks.
  "large mini-batches": { ...plain, sizes: [784, 300, 300, 10], batchSize: 200 },
};

const makeSession = (settings: NetworkSettings) => TrainingSession.create(settings, dataset);

/** The learning rate changes at a third of the way, and once in the middle of a mini-batch. */
function trainTo(session: TrainingSession, step: number, changes: ReadonlyMap<number, number>): void {
  while (session.progress.step < step || session.evaluations.isDue) {
    const learningRate = changes.get(session.progress.step);
    if (learningRate !== undefined && session.learningRate !== learningRate) {
      // Example by example: it waits for the next mini-batch.
      session.work(3);
      session.learningRate = learningRate;
    }
    session.work(Number.POSITIVE_INFINITY);
  }
}

function show(session: TrainingSession, step: number): void {
  session.aimAt(step);
  while (!session.isThere) session.replay();
}

function hashOf({ parameters, training }: SavedNetwork): string {
  assert.ok(training);
  const { moments, ...rest } = training;
  const hash = createHash("sha256").update(JSON.stringify([rest, moments.steps]));
  for (const layers of [parameters, ...moments.values]) {
    for (const { weights, biases } of layers) hash.update(weights).update(biases);
  }
  return hash.digest("hex");
}

for (const [name, settings] of Object.entries(descents)) {
  test(`every step of a run is brought back to the bit, ${name}`, () => {
    const steps = settings.batchSize === 13 ? [0, 1, 45, 46, 47, 100, 630, 631, 632, 640, 705] : [0, 1, 2, 3, 9, 45];
    const last = steps[steps.length - 1];
    const changes = new Map([
      [Math.floor(last / 3), settings.learningRate / 2],
      [last - 4, settings.learningRate / 3],
    ]);
    const straight = makeSession(settings);
    const expected = new Map<number, string>();
    for (const step of steps) {
      trainTo(straight, step, changes);
      expected.set(step, hashOf(straight.save()));
    }
    const present = hashOf(straight.save());
    // Forwards, backwards and by leaps.
    for (const step of [...steps, ...steps.toReversed(), steps[3], steps[1], steps[4]]) {
      show(straight, step);
      assert.equal(straight.shownProgress.step, step);
      assert.equal(hashOf(straight.save("shown")), expected.get(step), `step ${step}`);
    }
    assert.equal(hashOf(straight.save()), present, "the present is untouched");
  });
}

test("a run that was watched in the past learns the same bits as one that was not", () => {
  const none = new Map<number, number>();
  const straight = makeSession(plain);
  trainTo(straight, 700, none);
  const watched = makeSession(plain);
  trainTo(watched, 660, none);
  watched.work(5); // in the middle of a mini-batch
  show(watched, 12);
  show(watched, 650);
  watched.backToPresent();
  assert.equal(watched.progress.examplesInBatch, 5);
  trainTo(watched, 700, none);
  assert.equal(hashOf(watched.save()), hashOf(straight.save()));
});

test("training on from an earlier step learns what it learnt, and with another learning rate something else", () => {
  const none = new Map<number, number>();
  const session = makeSession(plain);
  trainTo(session, 670, none);
  const first = hashOf(session.save());
  show(session, 100);
  session.trainOnFromPast();
  assert.equal(session.progress.step, 100);
  trainTo(session, 670, none);
  assert.equal(hashOf(session.save()), first);

  show(session, 100);
  session.shownLearningRate = 0.1;
  session.trainOnFromPast();
  trainTo(session, 670, none);
  const other = hashOf(session.save());
  assert.notEqual(other, first);
  // What the first run did after step 100 is forgotten, here and in the timeline.
  show(session, 650);
  show(session, 101);
  show(session, 670);
  assert.equal(hashOf(session.save("shown")), other);
  assert.equal(session.learningRate, 0.1);
});

test("a way to another step that is given up in the middle of a mini-batch leaves nothing behind", () => {
  const session = makeSession({ ...plainSettings([784, 900, 900, 10]), batchSize: 200 });
  trainTo(session, 4, new Map());
  show(session, 2);
  const expected = { ...session.shownProgress };
  session.aimAt(4);
  session.replay();
  assert.ok(session.shownProgress.examplesInBatch > 0);
  show(session, 2);
  assert.deepEqual(session.shownProgress, expected);
});

test("the figures of an earlier step are those that it had", () => {
  const session = makeSession(plain);
  const then = new Map<number, unknown>();
  for (const step of [0, 20, 46, 60, 93]) {
    trainTo(session, step, new Map());
    then.set(step, { ...session.progress, examplesPerSecond: null });
  }
  trainTo(session, 200, new Map());
  for (const [step, progress] of then) {
    show(session, step);
    assert.deepEqual(session.shownProgress, progress);
  }
});

test("a step that the run did not have is refused", () => {
  const session = makeSession(plain);
  trainTo(session, 10, new Map());
  assert.throws(() => session.aimAt(11), /Step 11: expected one from 0 to 10\./);
});
