import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { weightPicture } from "../../extension/vscode/weightPicture.ts";

type Pixel = readonly number[];

function pixelsOf(weights: Float32Array): (place: number) => Pixel {
  const { width, height, data } = PNG.sync.read(Buffer.from(weightPicture(weights)));
  assert.deepEqual([width, height], [28, 28]);
  return (place) => [...data.subarray(place * 4, place * 4 + 4)];
}

test("a weight picture is blue where weights are positive, orange where negative, clear where zero", () => {
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

test("a weight picture's opacity grows with a weight's size, to twice the usual one", () => {
  const weights = new Float32Array(784).map((_, place) => (place % 2 === 0 ? 1 : -1));
  weights[0] = 0.5;
  weights[1] = -0.5;
  weights[2] = 9;
  const pixel = pixelsOf(weights);
  // The squares: 781 weights of size 1, two of a half, and one of 9.
  const limit = 2 * Math.sqrt((781 + 2 * 0.25 + 81) / 784);
  assert.equal(pixel(0)[3], Math.round((0.5 / limit) * 255));
  assert.equal(pixel(1)[3], pixel(0)[3]);
  assert.equal(pixel(4)[3], Math.round((1 / limit) * 255));
  assert.equal(pixel(2)[3], 255);
});

test("a neuron whose weights are all zero has a picture with nothing in it", () => {
  const pixel = pixelsOf(new Float32Array(784));
  assert.equal(pixel(0)[3], 0);
  assert.equal(pixel(400)[3], 0);
});
