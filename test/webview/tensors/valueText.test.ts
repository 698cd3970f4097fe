import assert from "node:assert/strict";
import { test } from "node:test";
import { shortValueText, valueText } from "../../../webview/tensors/valueText.ts";

test("a value of any size is written with the digits that count", () => {
  const texts: readonly [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [-784, "−784"],
    [65_536, "65,536"],
    [0.5, "0.5000"],
    [-0.0123456, "−0.01235"],
    [12.3456, "12.35"],
    [1234.56, "1,235"],
    [0.0000123456, "1.235 · 10⁻⁵"],
    [-3e38, "−3.000 · 10³⁸"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ];
  for (const [value, text] of texts) assert.equal(valueText(value).replaceAll("\u00a0", " "), text);
  assert.equal(shortValueText(-0.0123456), "−0.012");
});
