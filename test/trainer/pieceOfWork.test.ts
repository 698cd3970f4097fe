import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { parameterCount } from "../../extension/network/networkShape.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import { nothingObserved } from "../../extension/protocol/snapshot.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { easyDataset, placed } from "./randomExamples.ts";

/** Weights times examples: ten milliseconds of an ordinary processor, a fifth of what a pause may take. */
const mostMultiplications = 100_000_000;
/** Times that all weights are gone through: each as long, where they are most. */
const mostPasses = 2;

const { training, heldOut } = easyDataset(4200, 300);
const dataset = { placed: placed(training, heldOut), label: "easy", trainingFingerprint: "" };

/** Counts what the kernels are told to do. */
function countWork(t: TestContext) {
  const done = { multiplications: 0, passes: 0 };
  const { prototype } = KernelNetwork;
  for (const name of ["carryBack", "nudge", "nudgeVelocities", "accumulateGradient", "addGradient"] as const) {
    const work = prototype[name] as (...words: unknown[]) => unknown;
    t.mock.method(prototype, name, function (this: KernelNetwork, ...words: unknown[]) {
      done.multiplications += Number(words[1]) * this.parameterCount;
      return work.apply(this, words);
    });
  }
  const { readInOrder } = prototype;
  t.mock.method(prototype, "readInOrder", function (this: KernelNetwork, ...words: Parameters<typeof readInOrder>) {
    done.multiplications += words[3] * this.parameterCount;
    return readInOrder.apply(this, words);
  });
  for (const name of [
    "decay",
    "plainStep",
    "pushVelocities",
    "momentumStep",
    "adamStep",
    "gradientLength",
    "clearGradient",
    "zeroGradient",
    "lengthIn",
    "parameterLength",
  ] as const) {
    const work = prototype[name] as (...words: unknown[]) => unknown;
    t.mock.method(prototype, name, function (this: KernelNetwork, ...words: unknown[]) {
      done.passes++;
      return work.apply(this, words);
    });
  }
  return done;
}

for (const [sizes, choices] of [
  [[784, 2048, 2048, 10], { batchSize: 4096 }],
  [[784, 2048, 2048, 10], { batchSize: 10, l2: 0.0001 }],
  [[784, 2048, 2048, 10], { batchSize: 1, descent: "momentum", learningRate: 0.1, l2: 0.0001 }],
  [[784, 2048, 2048, 10], { batchSize: 20, descent: "adam", learningRate: 0.001 }],
  [[784, 4096, 3870, 10], { batchSize: 10 }],
  [[784, 16, 16, 10], { batchSize: 4096 }],
  [[784, 100, 10], { batchSize: 1 }],
] as readonly (readonly [number[], Partial<NetworkSettings>])[]) {
  test(`no piece of work makes a pause wait: ${sizes.join("–")}, ${Object.values(choices).join(", ")}`, (t) => {
    const session = TrainingSession.create({ ...plainSettings(sizes), ...choices }, dataset);
    const done = countWork(t);
    const weights = parameterCount(sizes);
    for (let piece = 1; piece <= 14; piece++) {
      Object.assign(done, { multiplications: 0, passes: 0 });
      session.work(Number.POSITIVE_INFINITY);
      // All that is done in one piece to a small network is less than one thing done to a large one.
      const multiplications = done.multiplications + Math.max(0, done.passes - mostPasses) * weights;
      assert.ok(multiplications <= mostMultiplications, `piece ${piece}: ${multiplications} multiplications`);
      const passes = weights < 1_000_000 ? 0 : done.passes;
      assert.ok(passes <= mostPasses, `piece ${piece}: ${passes} times through the weights`);
    }
    session.dispose();
  });
}

test("a large network is diagnosed in pieces, for which training waits and nothing else", (t) => {
  const sizes = [784, 2048, 2048, 10];
  const session = TrainingSession.create({ ...plainSettings(sizes), batchSize: 2 }, dataset);
  session.work(1);
  const observation = { ...nothingObserved, diagnostics: true };
  session.prepareSnapshot(observation, true);
  assert.equal(session.takeSnapshot(observation, true).diagnostics, null);
  const done = countWork(t);
  let pieces = 0;
  for (; session.isDiagnosing; pieces++) {
    Object.assign(done, { multiplications: 0, passes: 0 });
    assert.deepEqual(session.work(1), { kind: "diagnosed" });
    assert.ok(done.multiplications <= mostMultiplications / 2, `${done.multiplications} multiplications`);
    assert.ok(done.multiplications === 0 || done.passes === 0);
    assert.ok(done.passes <= 1, `${done.passes} times through the weights`);
  }
  assert.ok(pieces > 10, `${pieces} pieces`);
  const { diagnostics } = session.takeSnapshot(observation, true);
  assert.equal(diagnostics?.step, 0);
  assert.ok(diagnostics.layers.every(({ gradientLength }) => gradientLength > 0));
  assert.equal(session.takeSnapshot(observation, true).diagnostics, null, "it is told twice");
  assert.deepEqual(session.work(1), { kind: "carriedBack", examples: 1 });
  session.dispose();
});

test("a step in pieces changes the weights all at once, and a step of one example ends with its last piece", () => {
  const sizes = [784, 2048, 2048, 10];
  const session = TrainingSession.create({ ...plainSettings(sizes), batchSize: 2 }, dataset);
  const { parameters } = session.save();
  let pieces = 0;
  session.work(1);
  assert.equal(session.isUnderWay, false, "one of two examples waits for the other");
  for (; session.progress.step === 0; pieces++) {
    assert.ok(sameParameters(session.save().parameters, parameters), `piece ${pieces}`);
    session.work(1);
    assert.equal(session.isUnderWay, session.progress.step === 0);
  }
  assert.ok(pieces > 2, `${pieces} pieces`);
  assert.ok(!sameParameters(session.save().parameters, parameters));
  session.dispose();
});
