import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "../../extension/protocol/neuronOrder.ts";
import type { NeuronMatching } from "../../extension/protocol/weightsComparison.ts";

const [first, second] = [
  { partners: [1, 0], isFlipped: [false, false], cosines: [1, 1] },
  { partners: [2, 0, 1], isFlipped: [false, true, false], cosines: [1, 1, 1] },
];
const matching: NeuronMatching = { layers: [first, second], lengthOfChange: 1, lengthReordered: 0 };

test("rows are a layer's own neurons, columns those of the layer before; inputs and outputs stay", () => {
  assert.deepEqual(orderOf({ layer: 1, role: "weights" }, matching), { rows: first, columns: null });
  assert.deepEqual(orderOf({ layer: 1, role: "biases" }, matching), { rows: first, columns: null });
  assert.deepEqual(orderOf({ layer: 2, role: "weights" }, matching), { rows: second, columns: first });
  assert.deepEqual(orderOf({ layer: 3, role: "weights" }, matching), { rows: null, columns: second });
  assert.equal(orderOf({ layer: 3, role: "biases" }, matching), null);
  assert.equal(orderOf(null, matching), null);
});
