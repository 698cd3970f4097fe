import assert from "node:assert/strict";
import { test } from "node:test";
import { inputGrid } from "../../webview/inputGrid.ts";

test("the pixels' grid is the picture", () => {
  assert.deepEqual(inputGrid(784), { rows: 28, columns: 28 });
});

test("layers that fill a grid fill it", () => {
  assert.deepEqual(inputGrid(16), { rows: 4, columns: 4 });
  assert.deepEqual(inputGrid(30), { rows: 5, columns: 6 });
  assert.deepEqual(inputGrid(512), { rows: 16, columns: 32 });
  assert.deepEqual(inputGrid(1), { rows: 1, columns: 1 });
});

test("every layer fits, in a grid at most three times as wide as high and without an empty row", () => {
  for (let count = 1; count <= 4096; count++) {
    const { rows, columns } = inputGrid(count);
    assert.ok(rows * columns >= count && (rows - 1) * columns < count, `${count}`);
    assert.ok(columns <= 3 * rows && rows <= columns, `${count}: ${rows} × ${columns}`);
  }
});
