import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutMatrix, matrixPlaceAt, numberSpacing } from "../../../webview/weights/matrixLayout.ts";

test("a small matrix has square cells and fits its room", () => {
  const room = { width: 700, height: 240 };
  const layout = layOutMatrix(16, 16, room, 1);
  assert.equal(layout.cellWidth, layout.cellHeight);
  assert.ok(layout.width <= room.width && layout.height <= room.height);
});

test("cells are whole device pixels at every pixel ratio", () => {
  for (const pixelRatio of [1, 1.25, 1.5, 2]) {
    const { cellWidth, cellHeight } = layOutMatrix(30, 100, { width: 600, height: 300 }, pixelRatio);
    for (const length of [cellWidth * pixelRatio, cellHeight * pixelRatio]) {
      assert.ok(Math.abs(length - Math.round(length)) < 1e-9, `${length}`);
    }
  }
});

test("few rows of many columns stay high enough to point at", () => {
  const layout = layOutMatrix(10, 512, { width: 600, height: 240 }, 1);
  assert.equal(layout.cellWidth, 1);
  assert.equal(layout.cellHeight, 12);
});

test("cells never vanish: a matrix of thousands of columns is wider than its room", () => {
  const layout = layOutMatrix(16, 4096, { width: 600, height: 240 }, 1);
  assert.equal(layout.cellWidth, 1);
  assert.ok(layout.width > 4096);
});

test("a point of the matrix is a weight, a bias, or a row's number", () => {
  const layout = layOutMatrix(10, 16, { width: 700, height: 240 }, 1);
  const y = layout.top + 3.5 * layout.cellHeight;
  assert.deepEqual(matrixPlaceAt(layout, layout.left + 7.5 * layout.cellWidth, y), { index: 3, input: 7 });
  assert.deepEqual(matrixPlaceAt(layout, layout.biasLeft + 1, y), { index: 3, input: "bias" });
  assert.deepEqual(matrixPlaceAt(layout, layout.left - 5, y), { index: 3, input: null });
  assert.deepEqual(matrixPlaceAt(layout, layout.biasLeft - 1, y), { index: 3, input: null });
  assert.equal(matrixPlaceAt(layout, layout.left + 5, layout.top - 5), undefined);
  assert.equal(matrixPlaceAt(layout, layout.left + 5, layout.top + 10 * layout.cellHeight + 1), undefined);
});

test("numbers of rows are as close as they may be without touching", () => {
  assert.equal(numberSpacing(18, 15), 1);
  assert.equal(numberSpacing(12, 15), 2);
  assert.equal(numberSpacing(1, 26), 50);
});
