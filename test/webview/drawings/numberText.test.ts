import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalsFor, numberText, scientificText, signedText } from "../../../webview/drawings/numberText.ts";

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

test("decimalsFor leaves two digits that say something, and at least two decimals", () => {
  for (const [limit, decimals] of [
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
    [-0.000042, "−4.2 · 10⁻⁵"],
    [12_300, "+1.2 · 10⁴"],
    [0, "0"],
  ] as const) {
    assert.equal(scientificText(value), text);
  }
});
