import assert from "node:assert/strict";
import { test } from "node:test";
import { sliceOfBiases } from "../../extension/protocol/sliceOfBiases.ts";

test("biases are found in whichever dimension they lie side by side", () => {
  const dimensions = [[5], [1, 5], [5, 1], [1], [1, 1]].map((shape) => sliceOfBiases(shape, 0, 1).columnDimension);
  assert.deepEqual(dimensions, [0, 1, 0, 0, 0]);
});
