import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { nonFiniteColours } from "../../extension/protocol/signColours.ts";
import { drawNeuronIcons, drawNeurons } from "../../extension/weightsReader/drawNeurons.ts";
import { divergingScale, scaleColour } from "../../webview/drawings/colourScales.ts";
import { resultOf, someTensor } from "./someTensor.ts";

/** Of VS Code’s own dark theme. */
const dark = [31, 31, 31] as const;
const panel = divergingScale(dark);
const all = { tensor: 0, isTransposed: false, first: 0, count: 32 };

function pixelsOf(png: Uint8Array): (x: number, y: number) => number[] {
  const { width, data } = PNG.sync.read(Buffer.from(png));
  return (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

test("neurons stand beside one another, each weight a square in its sign's colour", () => {
  // Neuron 0 has a single positive weight at its first pixel, neuron 1 a negative one at its last.
  const tensor = someTensor([2, 64], (place) => (place === 0 ? 1 : place === 127 ? -1 : 0));
  const { picture, count } = resultOf(drawNeurons(tensor, { ...all, count: 2 }, "dark"));
  assert.deepEqual([count, picture.limit, picture.beyond, picture.notANumber], [2, 1, 0, 0]);
  // Two of 8 × 3 pixels with frames and a gap of 4 between them.
  assert.deepEqual([picture.width, picture.height], [2 * 24 + 4 + 2, 24 + 2]);
  const pixel = pixelsOf(picture.png);
  for (const [x, y] of [
    [1, 1],
    [3, 3],
  ])
    assert.deepEqual(pixel(x, y), [...scaleColour(panel, 1), 255]);
  assert.equal(pixel(4, 1)[3], 0);
  for (const [x, y] of [
    [52, 24],
    [50, 22],
  ])
    assert.deepEqual(pixel(x, y), [...scaleColour(panel, -1), 255]);
  assert.deepEqual(pixel(0, 0), [128, 128, 128, 80]);
});

test("weights kept by input make the same picture as those kept by neuron", () => {
  const generator = new SeededGenerator(1);
  const weights = Float32Array.from({ length: 10 * 784 }, () => generator.nextNormal());
  const byNeuron = someTensor([10, 784], (place) => weights[place]);
  const byInput = someTensor([784, 10], (place) => weights[(place % 10) * 784 + Math.floor(place / 10)]);
  const rows = { ...all, first: 3, count: 5 };
  const expected = resultOf(drawNeurons(byNeuron, rows, "light")).picture;
  const found = resultOf(drawNeurons(byInput, { ...rows, isTransposed: true }, "light")).picture;
  assert.ok(Buffer.from(found.png).equals(expected.png));
  assert.deepEqual([found.limit, found.width], [expected.limit, expected.width]);
});

test("thirty-two neurons of noise are no wider than a hover and take fewer than 60,000 characters as text", () => {
  const generator = new SeededGenerator(2);
  for (const side of [28, 56, 224]) {
    const tensor = someTensor([32, side * side], () => generator.nextNormal());
    const { picture, count } = resultOf(drawNeurons(tensor, all, "dark"));
    assert.equal(count, Math.min(32, Math.floor(2 ** 20 / (side * side))));
    assert.ok(picture.width <= 480 && picture.height <= 120, `${picture.width} × ${picture.height}`);
    assert.ok(Buffer.from(picture.png).toString("base64").length < 60_000, `side ${side}: ${picture.png.length} bytes`);
  }
});

test("eight neurons are a row, ten two rows of five, thirty-two three rows, each as high as a hover has room for", () => {
  const size = (count: number) => {
    const { picture } = resultOf(
      drawNeurons(
        someTensor([count, 784], () => 1),
        { ...all, count },
        "dark",
      ),
    );
    return [picture.width, picture.height];
  };
  assert.deepEqual(size(8), [8 * (28 * 2 + 4) - 4 + 2, 58]);
  // 5 · (84 + 4) − 4 + 2 by 174, shown so much smaller that it is 120 high.
  assert.deepEqual(size(10), [Math.round((438 * 120) / 174), 120]);
  assert.deepEqual(size(16), [8 * (28 * 2 + 4) - 4 + 2, 2 * (56 + 4) - 4 + 2]);
  assert.deepEqual(size(32), [Math.round((658 * 120) / 178), 120]);
});

test("one stray weight does not make the others pale, and is counted", () => {
  const tensor = someTensor([4, 784], (place) => (place === 5 ? 1000 : place % 2 === 0 ? 0.375 : -0.375));
  const { picture } = resultOf(drawNeurons(tensor, { ...all, count: 4 }, "dark"));
  assert.deepEqual([picture.limit, picture.beyond], [0.4, 1]);
});

test("weights that are no numbers are pink and counted; when all are, the limit is 0", () => {
  const { picture } = resultOf(
    drawNeurons(
      someTensor([1, 64], () => Number.NaN),
      { ...all, count: 1 },
      "dark",
    ),
  );
  assert.deepEqual([picture.limit, picture.beyond, picture.notANumber], [0, 0, 64]);
  assert.deepEqual(pixelsOf(picture.png)(1, 1), [...nonFiniteColours(dark).notANumber, 255]);
});

test("what is no picture is refused in one sentence", () => {
  for (const shape of [[16, 785], [64], [2, 64, 3]]) {
    assert.throws(
      () =>
        resultOf(
          drawNeurons(
            someTensor(shape, () => 0),
            { ...all, count: 1 },
            "dark",
          ),
        ),
      {
        message: `weight: expected neurons whose inputs are a square picture, found the shape ${JSON.stringify(shape)}.`,
      },
    );
  }
});

test("each neuron's icon is its own", () => {
  const tensor = someTensor([3, 64], (place) => (place < 64 ? 1 : -1));
  const icons = resultOf(drawNeuronIcons(tensor, { ...all, count: 3 }));
  assert.equal(icons.length, 3);
  // A palette has 63 steps.
  const half = Math.round(0.5 * 63) / 63;
  assert.deepEqual(pixelsOf(icons[0].dark)(0, 0).slice(0, 3), scaleColour(panel, half));
  assert.deepEqual(pixelsOf(icons[2].dark)(0, 0).slice(0, 3), scaleColour(panel, -half));
});
