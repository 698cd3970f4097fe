import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { nonFiniteColours } from "../../extension/protocol/signColours.ts";
import { drawTensor } from "../../extension/weightsReader/drawTensor.ts";
import { divergingScale, scaleColour } from "../../webview/drawings/colourScales.ts";
import { resultOf, someTensor } from "./someTensor.ts";

/** The backgrounds of VS Code's own themes. */
const white = [255, 255, 255] as const;
const onDark = divergingScale([31, 31, 31]);

/** As a palette of 63 steps has it. */
function sign(share: number): string {
  const step = Math.round(Math.abs(share) * 63) / 63;
  return `${scaleColour(divergingScale(white), Math.sign(share) * step)}`;
}

test("a small matrix is drawn large, row by row", () => {
  const drawn = resultOf(
    drawTensor(
      someTensor([2, 3], (place) => (place === 5 ? -1 : place === 0 ? 1 : 0)),
      "dark",
    ),
  );
  assert.deepEqual([drawn.rows, drawn.columns, drawn.picture.limit], [2, 3, 1]);
  const { width, height, data } = PNG.sync.read(Buffer.from(drawn.picture.png));
  assert.deepEqual([width, height], [3 * 12 + 2, 2 * 12 + 2]);
  const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  assert.deepEqual(pixel(12, 12), [...scaleColour(onDark, 1), 255]);
  assert.deepEqual(pixel(25, 13), [...scaleColour(onDark, -1), 255]);
  assert.equal(pixel(13, 13)[3], 0);
});

test("a vector is one row, a single number one square, of more dimensions the last two are drawn", () => {
  const sizes = (shape: readonly number[]) => {
    const { rows, columns } = resultOf(
      drawTensor(
        someTensor(shape, () => 1),
        "dark",
      ),
    );
    return [rows, columns];
  };
  assert.deepEqual(sizes([10]), [1, 10]);
  assert.deepEqual(sizes([]), [1, 1]);
  assert.deepEqual(sizes([8, 4, 3, 5]), [3, 5]);
});

test("a vector is drawn as bars around zero: up is positive, down is negative, pink is no number", () => {
  const { picture, numbersInBar } = resultOf(
    drawTensor(
      someTensor([4], (place) => [1, -0.5, 0, Number.NaN][place]),
      "light",
    ),
  );
  assert.deepEqual([picture.limit, picture.notANumber, numbersInBar], [1, 1, 1]);
  const { width, height, data } = PNG.sync.read(Buffer.from(picture.png));
  assert.deepEqual([width, height], [4 * 24 + 2, 96 + 3]);
  const colour = (bar: number, y: number) => [...data.subarray((y * width + 12 + bar * 24) * 4).subarray(0, 3)].join();
  const isClear = (bar: number, y: number) => data[(y * width + 12 + bar * 24) * 4 + 3] === 0;
  // Of the signs as the panel's bars have them.
  const [blue, orange] = [sign(0.8), sign(-0.8)];
  const [middle, pink] = [49, `${nonFiniteColours(white).notANumber}`];
  assert.equal(colour(0, 1), blue, "to the limit");
  assert.ok(isClear(0, middle + 1), "nothing below zero");
  assert.equal(colour(1, middle + 24), orange, "half as far");
  assert.ok(isClear(1, middle + 25) && isClear(1, middle - 1));
  assert.ok(isClear(2, middle - 1) && isClear(2, middle + 1), "zero is no bar");
  assert.equal(colour(3, 1), pink);
  assert.equal(colour(3, middle + 48), pink);
});

test("a vector of any length is as high, and no wider than a hover; of a long one each bar is the largest of several", () => {
  for (const [count, width, inBar] of [
    [2, 50, 1],
    [64, 64 * 7 + 2, 1],
    [480, 482, 1],
    [10_000, 479, 21],
  ]) {
    const { picture, columns, numbersInBar } = resultOf(
      drawTensor(
        someTensor([count], (place) => Math.sin(place)),
        "dark",
      ),
    );
    assert.deepEqual([picture.width, picture.height, columns, numbersInBar], [width, 99, count, inBar]);
  }
  const one = resultOf(
    drawTensor(
      someTensor([1000], (place) => (place === 700 ? -9 : 0.5)),
      "dark",
    ),
  );
  assert.equal(one.picture.limit, 0.5, "a stray number does not flatten the others");
  assert.equal(one.picture.beyond, 1);
});

test("of a matrix of a hundred million numbers a million are read, and the picture fits", () => {
  let read = 0;
  const tensor = someTensor([10_000, 10_000], () => {
    read++;
    return 1;
  });
  const { rows, columns, picture } = resultOf(drawTensor(tensor, "dark"));
  assert.deepEqual([rows, columns], [104, 10_000]);
  assert.ok(read <= 2 ** 20, `${read} numbers`);
  assert.ok(picture.width <= 482 && picture.height <= 130, `${picture.width} × ${picture.height}`);
});

test("a picture of noise takes fewer than 60,000 characters as text", () => {
  const generator = new SeededGenerator(1);
  const { picture } = resultOf(
    drawTensor(
      someTensor([512, 960], () => generator.nextNormal()),
      "dark",
    ),
  );
  assert.ok(Buffer.from(picture.png).toString("base64").length < 60_000, `${picture.png.length} bytes`);
});

test("a tensor without numbers is refused in one sentence", () => {
  assert.throws(
    () =>
      resultOf(
        drawTensor(
          someTensor([0, 4], () => 1),
          "dark",
        ),
      ),
    {
      message: "weight: expected numbers, found the shape [0,4].",
    },
  );
});
