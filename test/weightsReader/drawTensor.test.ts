import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { drawTensor } from "../../extension/weightsReader/drawTensor.ts";
import { resultOf, someTensor } from "./someTensor.ts";

test("a small matrix is drawn large, row by row", () => {
  const drawn = resultOf(drawTensor(someTensor([2, 3], (place) => (place === 5 ? -1 : place === 0 ? 1 : 0))));
  assert.deepEqual([drawn.rows, drawn.columns, drawn.picture.limit], [2, 3, 1]);
  const { width, height, data } = PNG.sync.read(Buffer.from(drawn.picture.png));
  assert.deepEqual([width, height], [3 * 12 + 2, 2 * 12 + 2]);
  const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  assert.deepEqual(pixel(12, 12), [38, 133, 219, 255]);
  assert.deepEqual(pixel(25, 13), [232, 119, 26, 255]);
  assert.equal(pixel(13, 13)[3], 0);
});

test("a vector is one row, a single number one square, of more dimensions the last two are drawn", () => {
  const sizes = (shape: readonly number[]) => {
    const { rows, columns } = resultOf(drawTensor(someTensor(shape, () => 1)));
    return [rows, columns];
  };
  assert.deepEqual(sizes([10]), [1, 10]);
  assert.deepEqual(sizes([]), [1, 1]);
  assert.deepEqual(sizes([8, 4, 3, 5]), [3, 5]);
});

test("a vector is drawn as bars around zero: up is positive, down is negative, grey is no number", () => {
  const { picture, numbersInBar } = resultOf(drawTensor(someTensor([4], (place) => [1, -0.5, 0, Number.NaN][place])));
  assert.deepEqual([picture.limit, picture.notANumber, numbersInBar], [1, 1, 1]);
  const { width, height, data } = PNG.sync.read(Buffer.from(picture.png));
  assert.deepEqual([width, height], [4 * 24 + 2, 96 + 3]);
  const colour = (bar: number, y: number) => [...data.subarray((y * width + 12 + bar * 24) * 4).subarray(0, 3)].join();
  const isClear = (bar: number, y: number) => data[(y * width + 12 + bar * 24) * 4 + 3] === 0;
  const [middle, blue, orange, grey] = [49, "38,133,219", "232,119,26", "128,128,128"];
  assert.equal(colour(0, 1), blue, "to the limit");
  assert.ok(isClear(0, middle + 1), "nothing below zero");
  assert.equal(colour(1, middle + 24), orange, "half as far");
  assert.ok(isClear(1, middle + 25) && isClear(1, middle - 1));
  assert.ok(isClear(2, middle - 1) && isClear(2, middle + 1), "zero is no bar");
  assert.equal(colour(3, 1), grey);
  assert.equal(colour(3, middle + 48), grey);
});

test("a vector of any length is as high, and no wider than a hover; of a long one each bar is the largest of several", () => {
  for (const [count, width, inBar] of [
    [2, 50, 1],
    [64, 64 * 7 + 2, 1],
    [480, 482, 1],
    [10_000, 479, 21],
  ]) {
    const { picture, columns, numbersInBar } = resultOf(drawTensor(someTensor([count], (place) => Math.sin(place))));
    assert.deepEqual([picture.width, picture.height, columns, numbersInBar], [width, 99, count, inBar]);
  }
  const one = resultOf(drawTensor(someTensor([1000], (place) => (place === 700 ? -9 : 0.5))));
  assert.equal(one.picture.limit, 0.5, "a stray number does not flatten the others");
  assert.equal(one.picture.beyond, 1);
});

test("of a matrix of a hundred million numbers a million are read, and the picture fits", () => {
  let read = 0;
  const tensor = someTensor([10_000, 10_000], () => {
    read++;
    return 1;
  });
  const { rows, columns, picture } = resultOf(drawTensor(tensor));
  assert.deepEqual([rows, columns], [104, 10_000]);
  assert.ok(read <= 2 ** 20, `${read} numbers`);
  assert.ok(picture.width <= 482 && picture.height <= 130, `${picture.width} × ${picture.height}`);
});

test("a picture of noise takes fewer than 60,000 characters as text", () => {
  const generator = new SeededGenerator(1);
  const { picture } = resultOf(drawTensor(someTensor([512, 960], () => generator.nextNormal())));
  assert.ok(Buffer.from(picture.png).toString("base64").length < 60_000, `${picture.png.length} bytes`);
});

test("a tensor without numbers is refused in one sentence", () => {
  assert.throws(() => resultOf(drawTensor(someTensor([0, 4], () => 1))), {
    message: "weight: expected numbers, found the shape [0,4].",
  });
});
