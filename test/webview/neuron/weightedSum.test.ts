import assert from "node:assert/strict";
import { test } from "node:test";
import { carriedBy, weightedSumParts, weightedSumTexts } from "../../../webview/neuron/weightedSum.ts";
import { fc } from "../../properties.ts";

test("a neuron's parts are what speaks for it, what against it, and its bias", () => {
  const carried = new Float64Array(4);
  carriedBy({ weights: Float32Array.of(2, -1, 0.5, -4), previousActivations: Float32Array.of(0.5, 1, 1, 0) }, carried);
  assert.deepEqual([...carried], [1, -1, 0.5, -0]);
  const parts = weightedSumParts(carried, { bias: -0.25, weightedSum: 0.25 });
  assert.deepEqual(parts, { speaksFor: 1.5, speaksAgainst: -1, bias: -0.25, weightedSum: 0.25 });
});

test("weights and activations of different lengths are refused", () => {
  assert.throws(
    () => carriedBy({ weights: new Float32Array(3), previousActivations: new Float32Array(2) }, new Float64Array(3)),
    /expected as many activations as the 3 weights, found 2/,
  );
});

test("parts are written with their signs, the sum without a plus", () => {
  assert.deepEqual(weightedSumTexts({ speaksFor: 3.21, speaksAgainst: -1.1, bias: -0.4, weightedSum: 1.71 }, 2), {
    speaksFor: "+3.21",
    speaksAgainst: "−1.10",
    bias: "−0.40",
    weightedSum: "1.71",
  });
});

test("parts that rounding would make miss the sum are written so that they add up", () => {
  // 0.00 − 0.00 + 0.00 would be 0.01.
  const parts = { speaksFor: 0.004, speaksAgainst: 0, bias: 0.004, weightedSum: 0.008 };
  assert.deepEqual(weightedSumTexts(parts, 2), {
    speaksFor: "+0.01",
    speaksAgainst: "0.00",
    bias: "0.00",
    weightedSum: "0.01",
  });
});

test("the last digit that is missing is given to the part that rounding moved most", () => {
  // 1.00 − 1.00 + 0.00 would be 0.01; −0.996 is nearer to −0.99 than 1.001 is to 1.01.
  const parts = { speaksFor: 1.001, speaksAgainst: -0.996, bias: 0.004, weightedSum: 0.009 };
  assert.deepEqual(weightedSumTexts(parts, 2), {
    speaksFor: "+1.00",
    speaksAgainst: "−0.99",
    bias: "0.00",
    weightedSum: "0.01",
  });
});

test("written parts add up to the written sum, and none is a whole last digit away from its value", () => {
  const part = fc.double({ min: 0, max: 60, noNaN: true });
  const bias = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(part, part, bias, fc.integer({ min: 2, max: 4 }), (speaksFor, against, b, decimals) => {
      const parts = { speaksFor, speaksAgainst: -against, bias: b, weightedSum: speaksFor - against + b };
      const texts = weightedSumTexts(parts, decimals);
      const unit = 10 ** -decimals;
      const units = (text: string) => Math.round(Number(text.replace("−", "-")) / unit);
      // With one sum of many the bias alone might have to give, which is never changed.
      if (speaksFor > unit && against > unit) {
        assert.equal(units(texts.speaksFor) + units(texts.speaksAgainst) + units(texts.bias), units(texts.weightedSum));
      }
      for (const [text, value] of [
        [texts.speaksFor, speaksFor],
        [texts.speaksAgainst, -against],
        [texts.bias, b],
        [texts.weightedSum, parts.weightedSum],
      ] as const) {
        assert.ok(Math.abs(units(text) - value / unit) < 1 + 1e-6, `${text} for ${value}`);
      }
    }),
  );
});

test("a sum that rounding cannot explain is shown as it is", () => {
  const texts = weightedSumTexts({ speaksFor: 1, speaksAgainst: -1, bias: 0, weightedSum: 5 }, 2);
  assert.deepEqual(texts, { speaksFor: "+1.00", speaksAgainst: "−1.00", bias: "0.00", weightedSum: "5.00" });
});
