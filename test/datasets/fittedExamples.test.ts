import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { fitDataset, noiseDataset } from "../../extension/datasets/fittedExamples.ts";
import { fittingOf } from "../../extension/protocol/fitting.ts";
import { packExamples } from "./packExamples.ts";

const noExamples = packExamples(new Uint8Array(0), new Uint8Array(0));

/** A dataset of one example. */
function datasetOf(picture: Uint8Array) {
  return { training: packExamples(picture, Uint8Array.of(7)), heldOut: noExamples };
}

/** Grey at a place of a 28×28 picture. */
function drawn(greyAt: (row: number, column: number) => number): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, place) => greyAt(Math.floor(place / 28), place % 28));
}

test("pictures that fit are the dataset's own", () => {
  const dataset = datasetOf(drawn((row) => row));
  const { training } = fitDataset(dataset, fittingOf([784, 16, 10]));
  assert.equal(training, dataset.training);
});

test("a picture of half the size has the mean of four pixels in each", () => {
  const picture = drawn((row, column) => (row * 7 + column * 3) % 256);
  const { training } = fitDataset(datasetOf(picture), fittingOf([196, 16, 10]));
  const expected = Uint8Array.from({ length: 196 }, (_, place) => {
    const [row, column] = [2 * Math.floor(place / 14), 2 * (place % 14)];
    const corners = [0, 1, 28, 29].map((corner) => picture[row * 28 + column + corner]);
    return Math.round(corners.reduce((sum, grey) => sum + grey, 0) / 4);
  });
  assert.deepEqual(pictureOf(training, 0), expected);
  assert.deepEqual([training.inputs, ...training.labels], [196, 7]);
});

test("a picture of any size has the grey of the whole, to a half of a grey a pixel", () => {
  const picture = drawn((row, column) => (row > 3 && row < 25 && column > 9 && column < 15 ? 201 : 0));
  const whole = picture.reduce((sum, grey) => sum + grey, 0) / 784;
  for (const side of [8, 20, 32, 50]) {
    const { training } = fitDataset(datasetOf(picture), fittingOf([side * side, 10]));
    const mean = pictureOf(training, 0).reduce((sum, grey) => sum + grey, 0) / (side * side);
    assert.ok(Math.abs(mean - whole) <= 0.5, `${side}: ${mean} for ${whole}`);
  }
});

test("labels that the outputs cannot be meant for are left out", () => {
  const { training } = fitDataset(datasetOf(drawn(() => 9)), fittingOf([784, 16, 26]));
  assert.equal(training.labels.length, 0);
  assert.deepEqual(
    pictureOf(training, 0),
    drawn(() => 9),
  );
});

test("noise is the same every time, as wide as the input, and has no labels", () => {
  const [one, other] = [noiseDataset(13), noiseDataset(13)];
  assert.deepEqual(pictureOf(one.heldOut, 5), pictureOf(other.heldOut, 5));
  assert.notDeepEqual(pictureOf(one.heldOut, 5), pictureOf(one.heldOut, 6));
  assert.deepEqual([pictureOf(one.training, 0).length, one.training.labels.length], [13, 0]);
});
