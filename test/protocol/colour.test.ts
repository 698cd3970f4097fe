import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, contrast, cssColour, lightness, mixColours } from "../../extension/protocol/colour.ts";

test("colourOf reads both of d3's ways to write a colour", () => {
  assert.deepEqual(colourOf("#0c2238"), [12, 34, 56]);
  assert.deepEqual(colourOf("rgb(12, 34, 56)"), [12, 34, 56]);
  assert.deepEqual(colourOf(cssColour([1, 2, 255])), [1, 2, 255]);
});

test("colourOf refuses what is neither, with the text", () => {
  assert.throws(() => colourOf("tomato"), /expected #rrggbb or rgb\(r, g, b\), found tomato/);
});

test("lightness is 0 for black, 100 for white and 53.4 for the middle grey of sRGB", () => {
  assert.equal(lightness([0, 0, 0]), 0);
  assert.ok(Math.abs(lightness([255, 255, 255]) - 100) < 1e-9);
  assert.ok(Math.abs(lightness([127, 127, 127]) - 53.19) < 0.01);
});

test("contrast is 21 between black and white, 1 within a colour, and the same both ways", () => {
  assert.ok(Math.abs(contrast([0, 0, 0], [255, 255, 255]) - 21) < 1e-9);
  assert.equal(contrast([9, 99, 199], [9, 99, 199]), 1);
  assert.equal(contrast([9, 99, 199], [0, 0, 0]), contrast([0, 0, 0], [9, 99, 199]));
});

test("mixColours goes from the one to the other", () => {
  assert.deepEqual(mixColours([0, 100, 200], [100, 0, 200], 0), [0, 100, 200]);
  assert.deepEqual(mixColours([0, 100, 200], [100, 0, 200], 0.25), [25, 75, 200]);
  assert.deepEqual(mixColours([0, 100, 200], [100, 0, 200], 1), [100, 0, 200]);
});
