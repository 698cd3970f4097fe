import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { distortionFloats, drawDistortion } from "../../extension/datasets/distortion.ts";
import { distortPicture } from "../../extension/datasets/distortPicture.ts";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { AugmentedExamples } from "../../extension/trainer/augmentedExamples.ts";
import { MemoryShare } from "../../extension/trainer/memoryShare.ts";
import { viewOf } from "../../extension/trainer/placedDataset.ts";
import { kernelsModules, placed, randomExamples } from "./randomExamples.ts";

const examples = randomExamples(60, 0.3, 8);

/** What is made of examples in an order, so many at once. */
function madeOf(build: keyof typeof kernelsModules, order: readonly number[], slots: number, epoch = 0) {
  const dataset = placed(examples, examples, kernelsModules[build]);
  const { memory } = dataset;
  const augmented = new AugmentedExamples(dataset, 3);
  const start = new MemoryShare(memory).allocateWords(order);
  const pictures: Uint8Array[] = [];
  const labels: number[] = [];
  for (let from = 0; from < order.length; from += slots) {
    const count = Math.min(slots, order.length - from);
    augmented.make(epoch, { start, count: order.length }, from, count);
    const made = viewOf(augmented.made, memory);
    for (let k = 0; k < count; k++) pictures.push(pictureOf(made, k));
    labels.push(...made.labels.subarray(0, count));
  }
  return { pictures, labels };
}

const inTurn = Array.from({ length: 60 }, (_, i) => i);

for (const build of ["chosen", "standard"] as const) {
  test(`the ${build} kernels distort a picture as their plain twin does`, () => {
    const { pictures } = madeOf(build, inTurn, 7, 2);
    const distortion = new Float32Array(distortionFloats);
    for (const [i, picture] of pictures.entries()) {
      drawDistortion(3, 2, i, distortion);
      const expected = distortPicture(pictureOf(examples, i), distortion);
      // Single precision finds a place within 10⁻⁴ pixels, where the grey is out by 0.05 at most: it may be rounded the other way.
      for (const [pixel, value] of picture.entries()) {
        assert(Math.abs(value - expected[pixel]) <= 1, `example ${i}, pixel ${pixel}`);
      }
    }
  });
}

test("every build makes the same pictures", () => {
  assert.deepEqual(madeOf("standard", inTurn, 10), madeOf("chosen", inTurn, 10));
});

test("the pictures are the same bytes on every machine", () => {
  // To change these is to change what every augmented run learns from: saved ones could not go on to the bit.
  const hash = createHash("sha256");
  for (const picture of madeOf("chosen", inTurn, 10, 1).pictures) hash.update(picture);
  assert.equal(hash.digest("hex"), "08c9e43cbb3080711dcd2a90a0f2692f76c005ab785e7865277af19637c0bc64");
});

test("a picture is the same whatever it is made beside, and when", () => {
  const together = madeOf("chosen", inTurn, 60);
  assert.deepEqual(madeOf("chosen", inTurn, 1), together);
  const backwards = madeOf("chosen", inTurn.toReversed(), 13);
  assert.deepEqual(backwards.pictures.toReversed(), together.pictures);
});

test("an example keeps its label", () => {
  const order = [5, 59, 0, 5];
  assert.deepEqual(
    madeOf("chosen", order, 3).labels,
    order.map((example) => examples.labels[example]),
  );
});

test("each epoch has other pictures", () => {
  const [first, second] = [0, 1].map((epoch) => madeOf("chosen", inTurn, 10, epoch).pictures);
  for (const [i, picture] of first.entries()) assert.notDeepEqual(picture, second[i]);
});

test("one example is made as among others", () => {
  const dataset = placed(examples);
  const augmented = new AugmentedExamples(dataset, 3);
  augmented.makeOne(4, 17);
  assert.deepEqual(pictureOf(viewOf(augmented.made, dataset.memory), 0), madeOf("chosen", inTurn, 10, 4).pictures[17]);
});

test("augmented examples give their memory back", () => {
  const dataset = placed(examples);
  const before = dataset.memory.usedBytes;
  const augmented = new AugmentedExamples(dataset, 3);
  assert.ok(dataset.memory.usedBytes > before);
  augmented.dispose();
  assert.equal(dataset.memory.usedBytes, before);
});
