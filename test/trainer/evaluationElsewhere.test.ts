import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { layerActivations } from "../../extension/network/networkShape.ts";
import type { EvaluationPoint } from "../../extension/protocol/curves.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import { EvaluationClient } from "../../extension/trainer/evaluationClient.ts";
import type { EvaluationPort } from "../../extension/trainer/evaluationPort.ts";
import { startNodeEvaluation } from "../../extension/trainer/nodeEvaluationPort.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { holdEvaluation } from "./heldEvaluation.ts";
import { easyDataset, kernelsModule, placed } from "./randomExamples.ts";

const workerPath = fileURLToPath(new URL("../../extension/trainer/evaluationWorker.ts", import.meta.url));

// 60 mini-batches an epoch; 15 examples are left over when the held-out ones are read 16 at a time.
const { training, heldOut } = easyDataset(600, 335);
const dataset = { placed: placed(training, heldOut), label: "easy", trainingFingerprint: "" };
const plain: NetworkSettings = plainSettings([784, 16, 16, 10]);
const settingsByName: Readonly<Record<string, NetworkSettings>> = {
  plain,
  "Adam with softmax outputs": {
    ...plain,
    sizes: [784, 33, 10],
    activations: layerActivations([784, 33, 10], "relu", "softmax"),
    cost: "crossEntropy",
    descent: "adam",
    learningRate: 0.001,
  },
};
const epochs = 4;

const yieldToMessages = () => new Promise<void>((resolve) => setImmediate(resolve));
const clientOf = (port: EvaluationPort) => new EvaluationClient(port, kernelsModule, dataset.placed, yieldToMessages);

/** Trains until so many epochs are over, each evaluated or handed over, and every evaluation noted that is waited for. */
async function trainTo(session: TrainingSession, epoch: number): Promise<void> {
  while (session.progress.epoch < epoch || session.evaluations.isDue) {
    if (session.work(Number.POSITIVE_INFINITY).kind === "waiting") await session.evaluations.whenDone();
  }
}

/** Works on the epoch under way until it is over and its evaluation handed over, or has to wait. */
function finishEpoch(session: TrainingSession): "epochDone" | "waiting" {
  for (;;) {
    const { kind } = session.work(Number.POSITIVE_INFINITY);
    if (kind === "epochDone" || kind === "waiting") return kind;
  }
}

/** What training here alone makes of it. */
async function straightRun(settings: NetworkSettings) {
  const session = TrainingSession.create(settings, dataset);
  await trainTo(session, epochs);
  return { points: figures(session.takePoints().evaluations), hash: hashOf(session) };
}

/** All but the speed, which is never the same; as text, which holds every bit of a number. */
const figures = (points: readonly EvaluationPoint[]) =>
  points.map(({ examplesPerSecond: _, ...point }) => JSON.stringify(point));

function hashOf(session: TrainingSession): string {
  const hash = createHash("sha256");
  for (const { weights, biases } of session.save().parameters) hash.update(weights).update(biases);
  return hash.digest("hex");
}

for (const [name, settings] of Object.entries(settingsByName)) {
  test(`what another thread finds of a network is what the trainer's own finds, to the bit: ${name}`, async (t) => {
    const client = clientOf(startNodeEvaluation(workerPath) ?? assert.fail("no thread"));
    t.after(() => client.dispose());
    while (!client.isReady) await yieldToMessages();
    const session = TrainingSession.create(settings, dataset);
    let arrived = 0;
    session.evaluations.evaluateIn(client, () => arrived++);
    await trainTo(session, epochs);
    await session.evaluations.whenDone();
    const straight = await straightRun(settings);
    assert.equal(arrived, epochs);
    assert.deepEqual(figures(session.takePoints().evaluations), straight.points);
    assert.equal(hashOf(session), straight.hash);
  });
}

test("until the other thread has its examples, epochs are evaluated in the trainer's own", async () => {
  const thread = holdEvaluation();
  // Nothing arrives at it.
  const session = TrainingSession.create(plain, dataset);
  session.evaluations.evaluateIn(clientOf({ ...thread.port, post: () => undefined }), assert.fail);
  await trainTo(session, epochs);
  assert.deepEqual(figures(session.takePoints().evaluations), (await straightRun(plain)).points);
});

test("training goes on while an epoch is evaluated, and waits at the end of the next", async () => {
  const thread = holdEvaluation();
  const session = TrainingSession.create(plain, dataset);
  session.evaluations.evaluateIn(clientOf(thread.port), () => undefined);
  assert.equal(finishEpoch(session), "epochDone");
  assert.equal(finishEpoch(session), "waiting");
  assert.deepEqual([session.progress.step, thread.held, session.takePoints().evaluations.length], [120, 1, 1]);
  thread.letGo();
  await session.evaluations.whenDone();
  assert.equal(finishEpoch(session), "epochDone");
  thread.letGo();
  await session.evaluations.whenDone();
  const straight = await straightRun(plain);
  assert.deepEqual(figures(session.takePoints().evaluations), straight.points.slice(1, 3));
});

test("what a thread that ends leaves undone is evaluated as it was, and the rest in the trainer's own", async () => {
  const thread = holdEvaluation();
  const session = TrainingSession.create(plain, dataset);
  session.evaluations.evaluateIn(clientOf(thread.port), () => undefined);
  finishEpoch(session);
  for (let pieces = 0; pieces < 20; pieces++) session.work(Number.POSITIVE_INFINITY);
  thread.end();
  await trainTo(session, epochs);
  const straight = await straightRun(plain);
  assert.deepEqual(figures(session.takePoints().evaluations), straight.points);
  assert.equal(hashOf(session), straight.hash);
});

test("a thread's end gives back the memory of what it left undone", async () => {
  const thread = holdEvaluation();
  const session = TrainingSession.create(plain, dataset);
  session.evaluations.evaluateIn(clientOf(thread.port), () => undefined);
  const { usedBytes } = dataset.placed.memory;
  finishEpoch(session);
  thread.end();
  assert.notEqual(dataset.placed.memory.usedBytes, usedBytes);
  await session.evaluations.whenDone();
  assert.equal(dataset.placed.memory.usedBytes, usedBytes);
});

test("an evaluation of a run that was ended is dropped, and the next run waits for the thread", async () => {
  const thread = holdEvaluation();
  const client = clientOf(thread.port);
  const ended = TrainingSession.create(plain, dataset);
  ended.evaluations.evaluateIn(client, assert.fail);
  finishEpoch(ended);
  const next = ended.startAgain(plain.seed, plain.learningRate);
  ended.dispose();
  next.evaluations.evaluateIn(client, () => undefined);
  assert.equal(finishEpoch(next), "waiting");
  thread.letGo();
  await next.evaluations.whenDone();
  assert.equal(finishEpoch(next), "epochDone");
  thread.letGo();
  await next.evaluations.whenDone();
  const straight = await straightRun(plain);
  assert.deepEqual(figures(next.takePoints().evaluations), straight.points.slice(0, 2));
});

for (const { step, steps } of [
  { step: 59, steps: [0] },
  { step: 60, steps: [0, 60] },
]) {
  test(`a run that goes on from step ${step} has the evaluations up to there, whenever they arrive`, async () => {
    const thread = holdEvaluation();
    const session = TrainingSession.create(plain, dataset);
    session.evaluations.evaluateIn(clientOf(thread.port), () => undefined);
    const told = [...session.takePoints().evaluations];
    finishEpoch(session);
    for (let pieces = 0; pieces < 20; pieces++) session.work(Number.POSITIVE_INFINITY);
    session.aimAt(step);
    while (!session.isThere) session.replay();
    session.trainOnFromPast();
    thread.letGo();
    await session.evaluations.whenDone();
    told.push(...session.takePoints().evaluations);
    assert.deepEqual(
      told.map((point) => point.step),
      steps,
    );
  });
}
