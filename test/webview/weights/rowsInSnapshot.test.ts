import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsInSnapshot } from "../../../webview/weights/rowsInSnapshot.ts";

const rows = {
  layer: 2,
  from: 10,
  count: 4,
  inputs: 3,
  weights: Float32Array.from({ length: 12 }, (_, k) => k),
  biases: Float32Array.of(100, 101, 102, 103),
  weightLimit: 11,
  biasLimit: 103,
};

test("rows of a range are found inside a larger one, without a copy", () => {
  const found = rowsInSnapshot({ rows: [rows] }, 2, { from: 11, count: 2 });
  assert.deepEqual([...(found?.weights ?? [])], [3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...(found?.biases ?? [])], [101, 102]);
  assert.equal(found?.weights.buffer, rows.weights.buffer);
  assert.equal(found?.weightLimit, 11);
});

test("rows of another layer, and a range of which a part is missing, are not found", () => {
  assert.equal(rowsInSnapshot({ rows: [rows] }, 1, { from: 10, count: 4 }), undefined);
  assert.equal(rowsInSnapshot({ rows: [rows] }, 2, { from: 12, count: 3 }), undefined);
  assert.equal(rowsInSnapshot({ rows: [rows] }, 2, { from: 9, count: 2 }), undefined);
});
