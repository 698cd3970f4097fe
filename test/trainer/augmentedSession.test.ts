import assert from "node:assert/strict";
import { test } from "node:test";
import { distortionFloats, drawDistortion } from "../../extension/datasets/distortion.ts";
import { distortPicture } from "../../extension/datasets/distortPicture.ts";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { nothingObserved } from "../../extension/protocol/snapshot.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { placed, randomExamples } from "./randomExamples.ts";

const examples = randomExamples(50, 0.2, 1);
const settings = { ...plainSettings([784, 16, 10]), augment: true, seed: 5 };
const dataset = () => ({ label: "fifty pictures", trainingFingerprint: "fifty", placed: placed(examples) });

/** Trains one example after the other. */
function train(session: TrainingSession, count: number): void {
  for (let left = count; left > 0; ) {
    const work = session.work(1);
    if (work.kind === "carriedBack") left -= work.examples;
  }
}

test("what is shown of the training being followed is what is learnt from", () => {
  const session = TrainingSession.create(settings, dataset());
  train(session, 63); // into the second epoch
  const { lastTrained } = session;
  assert.ok(lastTrained);
  session.show(lastTrained, lastTrained.learntInEpoch);
  const distortion = new Float32Array(distortionFloats);
  drawDistortion(settings.seed, 1, lastTrained.index, distortion);
  const expected = distortPicture(pictureOf(examples, lastTrained.index), distortion);
  const { example, exampleCost } = session.takeSnapshot({ ...nothingObserved, activations: true }, false);
  assert.ok(example?.isBent);
  assert.deepEqual([example.set, example.index, example.count], ["training", lastTrained.index, 50]);
  assert.equal(example.label, examples.labels[lastTrained.index]);
  for (const [pixel, value] of example.pixels.entries()) assert.ok(Math.abs(value - expected[pixel]) <= 1);

  session.show(lastTrained);
  const plain = session.takeSnapshot({ ...nothingObserved, activations: true }, false);
  assert.equal(plain.example?.isBent, false);
  assert.deepEqual(plain.example?.pixels, pictureOf(examples, lastTrained.index));
  // The network was asked about the picture that is shown.
  assert.notEqual(plain.exampleCost, exampleCost);
});

test("looking at bent pictures changes nothing that is learnt from", () => {
  const [watched, unwatched] = [true, false].map((isWatched) => {
    const session = TrainingSession.create(settings, dataset());
    for (let example = 0; example < 120; example++) {
      train(session, 1);
      const { lastTrained } = session;
      if (!isWatched || !lastTrained) continue;
      session.show(lastTrained, lastTrained.learntInEpoch);
      session.takeSnapshot({ ...nothingObserved, activations: true }, true);
    }
    return session.save().parameters;
  });
  assert.ok(sameParameters(watched, unwatched));
});

test("a saved network goes on with the distortions that it would have gone on with", () => {
  const whole = TrainingSession.create(settings, dataset());
  train(whole, 130);
  const first = TrainingSession.create(settings, dataset());
  train(first, 70);
  const second = TrainingSession.open(first.save(), settings, dataset());
  train(second, 60);
  assert.ok(sameParameters(second.save().parameters, whole.save().parameters));
  const plain = TrainingSession.create({ ...settings, augment: false }, dataset());
  train(plain, 130);
  assert.ok(!sameParameters(plain.save().parameters, whole.save().parameters));
});

test("a session that ends gives back the memory of its distorted examples", () => {
  const shared = dataset();
  const before = shared.placed.memory.usedBytes;
  TrainingSession.create(settings, shared).dispose();
  assert.equal(shared.placed.memory.usedBytes, before);
});
