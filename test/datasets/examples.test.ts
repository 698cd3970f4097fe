import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { ExamplePacker, pictureOf, releaseDataset, sliceExamples } from "../../extension/datasets/examples.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { packExamples } from "./packExamples.ts";

/** Pictures of noise, a third of it black, and one picture all black. */
function someExamples(count: number) {
  const generator = new SeededGenerator(1);
  const pictures = Uint8Array.from({ length: count * 784 }, () => Math.max(0, generator.nextBelow(384) - 128));
  pictures.fill(0, 784, 2 * 784);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  return { pictures, labels };
}

suite("packed examples", () => {
  test("give back the pictures they were packed from", () => {
    const { pictures, labels } = someExamples(7);
    const examples = packExamples(pictures, labels);
    for (let i = 0; i < 7; i++) assert.deepEqual(pictureOf(examples, i), pictures.slice(784 * i, 784 * (i + 1)));
    assert.deepEqual(examples.labels, labels);
  });

  test("hold no black pixel", () => {
    const { pictures, labels } = someExamples(7);
    const examples = packExamples(pictures, labels);
    const notBlack = pictures.filter((value) => value > 0).length;
    assert.equal(examples.packedPixels.length, notBlack * 3);
    assert.equal(examples.pixelStarts[2], examples.pixelStarts[1], "the black picture is empty");
  });

  test("are the same whatever the pieces they come in", () => {
    const { pictures, labels } = someExamples(2000); // more than the room a packer starts with
    const whole = packExamples(pictures, labels);
    for (const piece of [1, 783, 5000]) {
      const packer = new ExamplePacker(2000);
      for (let start = 0; start < pictures.length; start += piece) packer.add(pictures.subarray(start, start + piece));
      assert.deepEqual(packer.finish(labels), whole);
    }
  });

  test("are refused when pixels or labels are missing or too many", () => {
    const { pictures, labels } = someExamples(3);
    assert.throws(() => packExamples(pictures.subarray(1), labels), RangeError);
    assert.throws(() => packExamples(pictures, labels.subarray(1)), RangeError);
    assert.throws(() => new ExamplePacker(2).add(pictures), RangeError);
  });

  test("can be sliced", () => {
    const { pictures, labels } = someExamples(7);
    const middle = sliceExamples(packExamples(pictures, labels), 2, 5);
    assert.deepEqual(middle, packExamples(pictures.slice(784 * 2, 784 * 5), labels.slice(2, 5)));
  });

  test("that are released take no memory any more", () => {
    const { pictures, labels } = someExamples(7);
    const all = packExamples(pictures, labels);
    const dataset = { training: sliceExamples(all, 0, 5), heldOut: sliceExamples(all, 5, 7) };
    releaseDataset(dataset);
    for (const set of [dataset.training, dataset.heldOut]) {
      assert.equal(set.packedPixels.byteLength + set.pixelStarts.byteLength + set.labels.byteLength, 0);
    }
  });
});
