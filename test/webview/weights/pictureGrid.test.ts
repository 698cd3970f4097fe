import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutPictures, pictureAt, pictureCorner } from "../../../webview/weights/pictureGrid.ts";

const captionWidth = 50;

test("sixteen pictures in a wide room are rows of equal length", () => {
  const grid = layOutPictures(16, 28, captionWidth, { width: 900, height: 260 }, 1);
  assert.equal(grid.rows * grid.columns, 16);
});

test("pictures are as large as fit, and weights are whole device pixels", () => {
  for (const pixelRatio of [1, 1.25, 1.5, 2, 3]) {
    const room = { width: 900, height: 300 };
    const grid = layOutPictures(16, 28, captionWidth, room, pixelRatio);
    const devicePixels = (grid.side / 28) * pixelRatio;
    assert.ok(Math.abs(devicePixels - Math.round(devicePixels)) < 1e-9, `${devicePixels}`);
    assert.ok(grid.width <= room.width && grid.height <= room.height);
  }
});

test("pictures shrink to two pixels a weight and no further: then the grid is higher than the room", () => {
  const grid = layOutPictures(64, 28, captionWidth, { width: 500, height: 200 }, 1);
  assert.equal(grid.side, 56);
  assert.ok(grid.width <= 500);
  assert.ok(grid.height > 200);
});

test("one picture is shown even in a room too narrow for it", () => {
  assert.equal(layOutPictures(3, 28, captionWidth, { width: 10, height: 10 }, 1).columns, 1);
});

test("a point in a picture is one of its weights", () => {
  const grid = layOutPictures(16, 28, captionWidth, { width: 900, height: 260 }, 1);
  const { left, top } = pictureCorner(grid, 9);
  const weight = grid.side / 28;
  assert.deepEqual(pictureAt(grid, left + 0.5, top + 0.5), { index: 9, input: 0 });
  assert.deepEqual(pictureAt(grid, left + 7.5 * weight, top + 12.5 * weight), { index: 9, input: 12 * 28 + 7 });
  assert.deepEqual(pictureAt(grid, left + grid.side - 0.5, top + grid.side - 0.5), { index: 9, input: 783 });
});

test("a point in the text beneath a picture is the neuron, one between pictures is nobody", () => {
  const grid = layOutPictures(16, 28, captionWidth, { width: 900, height: 260 }, 1);
  const { left, top } = pictureCorner(grid, 0);
  assert.deepEqual(pictureAt(grid, left + 5, top + grid.side + 5), { index: 0, input: null });
  assert.equal(pictureAt(grid, left + grid.cellWidth - 1, top + 5), undefined);
  assert.equal(pictureAt(grid, left + 5, top + grid.cellHeight - 1), undefined);
  assert.equal(pictureAt(grid, 0, 0), undefined);
});

test("the empty cells of the last row are nobody's", () => {
  const grid = layOutPictures(7, 28, captionWidth, { width: 350, height: 200 }, 1);
  assert.ok(grid.rows * grid.columns > 7);
  const { left, top } = pictureCorner(grid, 7);
  assert.equal(pictureAt(grid, left + 5, top + 5), undefined);
});
