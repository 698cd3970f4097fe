import assert from "node:assert/strict";
import { test } from "node:test";
import { parameterCount } from "../../extension/network/networkShape.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { easyDataset, placed } from "./randomExamples.ts";

/** Weights times examples: ten milliseconds of an ordinary processor, a fifth of what a pause may take. */
const mostMultiplications = 100_000_000;

const { training, heldOut } = easyDataset(4200, 300);
const dataset = { placed: placed(training, heldOut), label: "easy", trainingFingerprint: "" };

for (const [sizes, batchSize] of [
  [[784, 2048, 2048, 10], 4096],
  [[784, 2048, 2048, 10], 10],
  [[784, 16, 16, 10], 4096],
  [[784, 100, 10], 1],
] as const) {
  test(`no piece of work makes a pause wait: ${sizes.join("–")}, mini-batches of ${batchSize}`, () => {
    const session = TrainingSession.create({ ...plainSettings(sizes), batchSize }, dataset);
    const weights = parameterCount(sizes);
    const pieces = Array.from({ length: 12 }, () => session.work(Number.POSITIVE_INFINITY));
    for (const piece of pieces) {
      const examples = piece.kind === "carriedBack" ? piece.examples : 0;
      assert.ok(examples <= batchSize && examples * weights <= mostMultiplications, `${examples} examples at once`);
    }
    session.dispose();
  });
}
