import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { divergingColour, divergingColours } from "../../extension/weightsReader/divergingColours.ts";
import { neuronIcon } from "../../extension/weightsReader/neuronIcon.ts";

type Pixel = readonly number[];

/** On the scale from 0 to 1. */
function colourOf(share: number): Pixel {
  const at = divergingColour(share, 1) * 4;
  return [...divergingColours("dark").subarray(at, at + 4)];
}

function pixelsOf(weights: Float32Array): (place: number) => Pixel {
  const { width, height, data } = PNG.sync.read(Buffer.from(neuronIcon(weights).dark));
  assert.deepEqual([width, height], [28, 28]);
  return (place) => [...data.subarray(place * 4, place * 4 + 4)];
}

test("an icon is blue where weights are positive, orange where negative, clear where zero", () => {
  const weights = new Float32Array(784);
  weights[0] = 1;
  weights[783] = -1;
  const pixel = pixelsOf(weights);
  const [red, , blue, opacity] = pixel(0);
  assert.ok(blue > red && opacity === 255, `${pixel(0)}`);
  const [otherRed, , otherBlue, otherOpacity] = pixel(783);
  assert.ok(otherRed > otherBlue && otherOpacity === 255, `${pixel(783)}`);
  assert.equal(pixel(100)[3], 0);
});

test("an icon's colours grow with a weight's size, to twice the usual one", () => {
  const weights = new Float32Array(784).map((_, place) => (place % 2 === 0 ? 1 : -1));
  weights[0] = 0.5;
  weights[1] = -0.5;
  weights[2] = 9;
  const pixel = pixelsOf(weights);
  // Without the three largest, of 9, 1 and 1, the squares are those of 779 weights of size 1 and two of a half.
  const limit = 2 * Math.sqrt((779 + 2 * 0.25) / 781);
  assert.deepEqual(pixel(0), colourOf(0.5 / limit));
  assert.deepEqual(pixel(1), colourOf(-0.5 / limit));
  assert.deepEqual(pixel(4), colourOf(1 / limit));
  assert.deepEqual(pixel(2), colourOf(1));
});

test("a neuron whose weights are all zero has an icon with nothing in it", () => {
  const pixel = pixelsOf(new Float32Array(784));
  assert.equal(pixel(0)[3], 0);
  assert.equal(pixel(400)[3], 0);
});

test("an icon is as wide as its neuron's picture, and a weight that is no number is pink and spoils no other", () => {
  const weights = new Float32Array(64).fill(1);
  weights[9] = Number.NaN;
  const { width, height, data } = PNG.sync.read(Buffer.from(neuronIcon(weights).dark));
  assert.deepEqual([width, height], [8, 8]);
  assert.deepEqual([...data.subarray(36, 40)], colourOf(Number.NaN));
  assert.deepEqual([...data.subarray(0, 4)], colourOf(0.5));
});
