import assert from "node:assert/strict";
import { test } from "node:test";
import { drawDigits } from "../../extension/datasets/builtInDigits.ts";
import { distortionFloats, drawDistortion } from "../../extension/datasets/distortion.ts";
import { distortPicture } from "../../extension/datasets/distortPicture.ts";
import { pictureOf } from "../../extension/datasets/examples.ts";

const digits = drawDigits({ count: 200, seed: 9 });
const distortionOf = (seed: number, epoch: number, example: number) => {
  const distortion = new Float32Array(distortionFloats);
  drawDistortion(seed, epoch, example, distortion);
  return distortion;
};
/** Leaves every place where it is. */
const identity = new Float32Array(distortionFloats);
identity[0] = 1;
identity[3] = 1;

test("a distortion follows from seed, epoch and example, and from each of them", () => {
  assert.deepEqual(distortionOf(1, 2, 3), distortionOf(1, 2, 3));
  const others = [distortionOf(1, 2, 3), distortionOf(2, 2, 3), distortionOf(1, 3, 3), distortionOf(1, 2, 4)];
  assert.equal(new Set(others.map((distortion) => distortion.join())).size, 4);
});

test("a distortion has no draws in common with the seed's initial weights", () => {
  // Only an epoch before the first would draw from the run's own stream.
  assert.notDeepEqual(distortionOf(7, 0, 0), distortionOf(7, -1, 0));
});

test("a distortion is drawn without a function that machines compute each in its own way", () => {
  const same = ["abs", "ceil", "floor", "max", "min", "round", "sqrt"];
  const original = Object.getOwnPropertyDescriptors(Math);
  const used: string[] = [];
  for (const [name, { value }] of Object.entries(original)) {
    if (typeof value !== "function" || same.includes(name)) continue;
    Object.defineProperty(Math, name, { configurable: true, value: () => used.push(name) });
  }
  try {
    distortPicture(pictureOf(digits, 0), distortionOf(1, 0, 0));
  } finally {
    Object.defineProperties(Math, original);
  }
  assert.deepEqual(used, []);
});

test("distortions neither shrink nor move pictures on the whole, nor turn them one way", () => {
  const mean = new Float64Array(distortionFloats);
  const count = 4000;
  for (let i = 0; i < count; i++) {
    for (const [k, value] of distortionOf(5, 0, i).entries()) mean[k] += value / count;
  }
  // Every number is the sum of draws within ±5: deviation of the mean under 5 / √(3 · 4000) = 0.046. Five of them.
  for (const [k, value] of mean.entries()) assert(Math.abs(value - identity[k]) < 0.23, `number ${k}: ${value}`);
});

test("a picture undistorted is the same picture", () => {
  for (let i = 0; i < digits.count; i++) {
    assert.deepEqual(distortPicture(pictureOf(digits, i), identity), pictureOf(digits, i));
  }
});

test("a shift by whole pixels brings the grey of the place it names, and black from outside", () => {
  const shifted = identity.slice();
  shifted[4] = 2;
  shifted[5] = -3;
  const picture = pictureOf(digits, 0);
  const distorted = distortPicture(picture, shifted);
  for (let row = 0; row < 28; row++) {
    for (let column = 0; column < 28; column++) {
      const expected = row >= 3 && column < 26 ? picture[(row - 3) * 28 + column + 2] : 0;
      assert.equal(distorted[row * 28 + column], expected);
    }
  }
});

test("knots that all say the same are a shift, for their weights add up to one", () => {
  const bent = identity.slice();
  bent.fill(2, 8, 64);
  bent.fill(-3, 64);
  const shifted = identity.slice();
  shifted[4] = 2;
  shifted[5] = -3;
  const picture = pictureOf(digits, 0);
  assert.deepEqual(distortPicture(picture, bent), distortPicture(picture, shifted));
});

test("distorted digits keep about as much white as they had", () => {
  let before = 0;
  let after = 0;
  for (let i = 0; i < digits.count; i++) {
    const picture = pictureOf(digits, i);
    const mass = picture.reduce((sum, value) => sum + value, 0);
    const distorted = distortPicture(picture, distortionOf(1, 0, i)).reduce((sum, value) => sum + value, 0);
    before += mass;
    after += distorted;
    // Each side may be scaled by 15 %, and a bend widens one place of a line by about as much as it narrows another.
    assert(distorted / mass > 0.5 && distorted / mass < 2, `digit ${i}: ${distorted / mass}`);
  }
  assert(Math.abs(after / before - 1) < 0.1, `${after / before}`);
});
