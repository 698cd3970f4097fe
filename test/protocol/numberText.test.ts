import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decimalsFor,
  numberText,
  scientificText,
  signedOnScale,
  signedText,
} from "../../extension/protocol/numberText.ts";

test("numberText has a true minus sign", () => {
  assert.equal(numberText(-1.1), "−1.10");
  assert.equal(numberText(0.8349, 3), "0.835");
});

test("what rounds to zero has no sign", () => {
  assert.equal(numberText(-0.001), "0.00");
  assert.equal(signedText(-0.001), "0.00");
  assert.equal(signedText(0.001), "0.00");
  assert.equal(signedText(0), "0.00");
});

test("signedText has a plus sign", () => {
  assert.equal(signedText(3.21), "+3.21");
  assert.equal(signedText(-3.21), "−3.21");
});

test("numberText names what is not finite", () => {
  assert.equal(numberText(Number.NaN), "not a number");
  assert.equal(numberText(Number.POSITIVE_INFINITY), "∞");
  assert.equal(numberText(Number.NEGATIVE_INFINITY), "−∞");
});

test("decimalsFor leaves two digits that say something, and two decimals where there is room", () => {
  for (const [limit, decimals] of [
    [1500, 0],
    [150, 1],
    [12, 2],
    [1.5, 2],
    [0.15, 2],
    [0.04, 3],
    [0.0012, 4],
    [0, 2],
  ]) {
    assert.equal(decimalsFor(limit), decimals, `${limit}`);
  }
});

test("scientificText has two digits at any size", () => {
  for (const [value, text] of [
    [0.0123, "+0.012"],
    [-2.39, "−2.4"],
    [0.0996, "+0.10"],
    [-0.000042, "−4.2\u00a0·\u00a010⁻⁵"],
    [12_300, "+1.2\u00a0·\u00a010⁴"],
    [0, "0"],
  ] as const) {
    assert.equal(scientificText(value), text);
  }
});

test("a number on a scale of any length is short", () => {
  assert.equal(signedOnScale(-0.034, 0.08), "−0.034");
  assert.equal(signedOnScale(1234.5, 2000), "+1235");
  assert.equal(signedOnScale(-7, 1e7), "−7.0");
  assert.equal(signedOnScale(1.2e7, 2e7), "+1.2\u00a0·\u00a010⁷");
});
