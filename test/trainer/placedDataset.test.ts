import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { easyDataset, placed } from "./randomExamples.ts";

const sizes = [784, 16, 10];

/** A dataset that sessions share, and a way to begin one. */
function sharedDataset() {
  const { training, heldOut } = easyDataset(60, 20);
  const dataset = { placed: placed(training, heldOut), label: "easy", trainingFingerprint: "" };
  return { dataset, begin: (seed: number) => TrainingSession.create({ ...plainSettings(sizes), seed }, dataset) };
}

function trainEpochs(session: TrainingSession, epochs: number): void {
  for (let ended = 0; ended < epochs; ) if (session.work(Number.POSITIVE_INFINITY).kind === "epochDone") ended++;
}

suite("a placed dataset", () => {
  test("gives back the examples that were placed", () => {
    const { training, heldOut } = easyDataset(30, 7);
    const dataset = placed(training, heldOut);
    for (const [set, examples] of Object.entries({ training, heldOut }) as [
      "training" | "heldOut",
      typeof training,
    ][]) {
      const found = dataset.examples(set);
      assert.deepEqual([...found.labels], [...examples.labels]);
      for (let i = 0; i < examples.count; i++) assert.deepEqual(pictureOf(found, i), pictureOf(examples, i));
    }
  });

  test("lets two networks learn in turns what each learns alone", () => {
    const alone = [1, 2].map((seed) => {
      const session = sharedDataset().begin(seed);
      trainEpochs(session, 2);
      return session.save().parameters;
    });
    const { begin } = sharedDataset();
    const sessions = [begin(1), begin(2)];
    const ended = [0, 0];
    while (Math.min(...ended) < 2) {
      sessions.forEach((session, k) => {
        if (ended[k] < 2 && session.work(3).kind === "epochDone") ended[k]++;
      });
    }
    sessions.forEach((session, k) => {
      assert.ok(sameParameters(session.save().parameters, alone[k]));
    });
  });

  test("has its memory back from networks that ended, and the next learns in it as in a new one", () => {
    const { dataset, begin } = sharedDataset();
    const { memory } = dataset.placed;
    const usedBytes = memory.usedBytes;
    const first = begin(1);
    trainEpochs(first, 1);
    const expected = first.save().parameters;
    first.dispose();
    assert.equal(memory.usedBytes, usedBytes);
    const { grownBytes } = memory;
    const second = begin(1);
    trainEpochs(second, 1);
    assert.ok(sameParameters(second.save().parameters, expected));
    assert.equal(memory.grownBytes, grownBytes);
  });

  test("has its memory back from a network that could not be made", () => {
    const { dataset } = sharedDataset();
    const usedBytes = dataset.placed.memory.usedBytes;
    const saved = sharedDataset().begin(1).save();
    const parameters = saved.parameters.slice(1);
    assert.throws(() => TrainingSession.open({ ...saved, parameters }, plainSettings(sizes), dataset));
    assert.equal(dataset.placed.memory.usedBytes, usedBytes);
  });
});
