import assert from "node:assert/strict";
import { test } from "node:test";
import { Viewport } from "../../../webview/tensors/viewport.ts";

function viewportOf(rows: number, columns: number, width: number, height: number, isStrip = false): Viewport {
  const viewport = new Viewport();
  viewport.setPlane(rows, columns, isStrip);
  viewport.fit(width, height, 1);
  return viewport;
}

test("a viewport shows a small matrix whole, in squares of whole pixels", () => {
  const viewport = viewportOf(16, 20, 500, 400);
  assert.equal(viewport.cellWidth, 25);
  assert.equal(viewport.cellHeight, 25);
  assert.deepEqual(viewport.visible, { firstRow: 0, firstColumn: 0, rows: 16, columns: 20 });
});

test("a viewport makes few long rows high enough to point at", () => {
  const viewport = viewportOf(10, 784, 784, 400);
  assert.equal(viewport.cellWidth, 1);
  assert.equal(viewport.cellHeight, 12);
});

test("what is under the pointer stays there when a viewport zooms", () => {
  const viewport = viewportOf(1000, 1000, 500, 500);
  const at = { x: 321, y: 123 };
  const before = viewport.cellUnder(at.x, at.y);
  assert.deepEqual(before, { row: 246, column: 642 });
  viewport.zoomBy(8, at.x, at.y);
  assert.deepEqual(viewport.cellUnder(at.x, at.y), before);
  assert.equal(viewport.cellWidth, 4);
});

test("a viewport never leaves its plane", () => {
  const viewport = viewportOf(100, 100, 400, 400);
  viewport.zoomBy(4);
  viewport.panBy(-1e6, -1e6);
  const { firstRow, firstColumn, rows, columns } = viewport.visible;
  assert.deepEqual([firstRow + rows, firstColumn + columns], [100, 100]);
  viewport.panBy(1e6, 1e6);
  assert.deepEqual(viewport.cellUnder(0, 0), { row: 0, column: 0 });
  viewport.zoomBy(1e-9);
  assert.equal(viewport.zoom, 1);
});

test("a viewport zooms in until digits fit into a square, and no further", () => {
  const viewport = viewportOf(10_000, 10_000, 500, 500);
  viewport.zoomBy(1e9);
  assert.equal(viewport.cellWidth, 56);
  assert.equal(viewport.cellHeight, 56);
});

test("a viewport shows the same place again after a reload, in a room of another size", () => {
  const before = viewportOf(1000, 1000, 500, 500);
  before.zoomBy(10, 400, 100);
  const { zoom, middleRow, middleColumn } = before.place;
  const after = new Viewport();
  after.setPlane(1000, 1000);
  after.restore({ zoom, middleRow, middleColumn });
  after.fit(800, 300, 2);
  assert.deepEqual(after.cellUnder(400, 150), before.cellUnder(250, 250));
});

test("the keyboard's place is brought to sight", () => {
  const viewport = viewportOf(1000, 1000, 500, 500);
  viewport.zoomBy(20, 0, 0);
  viewport.pointAndFollow({ row: 999, column: 500 });
  assert.deepEqual(viewport.pointed, { row: 999, column: 500 });
  const { firstRow, firstColumn, rows, columns } = viewport.visible;
  assert.equal(firstRow + rows, 1000);
  assert.ok(firstColumn <= 500 && firstColumn + columns > 500);
  viewport.pointAndFollow({ row: -3, column: 5000 });
  assert.deepEqual(viewport.pointed, { row: 0, column: 999 });
});

test("a strip fills the height with its one row", () => {
  const viewport = viewportOf(1, 1000, 500, 80, true);
  assert.equal(viewport.cellHeight, 80);
  assert.equal(viewport.cellWidth, 0.5);
  viewport.zoomBy(4, 500, 0);
  assert.equal(viewport.cellHeight, 80);
  assert.deepEqual(viewport.visible, { firstRow: 0, firstColumn: 750, rows: 1, columns: 250 });
});

test("numbers of a plane too large for the screen get a pixel each when asked", () => {
  const viewport = viewportOf(50_000, 50_000, 500, 500);
  viewport.zoomToPixels();
  assert.deepEqual(viewport.visible, { firstRow: 0, firstColumn: 0, rows: 500, columns: 500 });
});

test("a plane that is to be shown a pixel each is so as soon as there is room for it", () => {
  const viewport = new Viewport();
  viewport.setPlane(50_000, 50_000);
  viewport.zoomToPixels();
  viewport.fit(500, 400, 1);
  assert.deepEqual(viewport.visible, { firstRow: 0, firstColumn: 0, rows: 400, columns: 500 });
});

test("what the keyboard points at stays where it is when a viewport zooms by keys", () => {
  const viewport = viewportOf(1000, 1000, 500, 500);
  viewport.pointAndFollow({ row: 900, column: 40 });
  const middle = () => {
    const { left, top, width, height } = viewport.rectangleOf({ firstRow: 900, firstColumn: 40, rows: 1, columns: 1 });
    return { x: left + width / 2, y: top + height / 2 };
  };
  const before = middle();
  viewport.zoomAtPointed(8);
  assert.ok(viewport.isPointedSeen);
  // A number here is four pixels wide: computing with doubles moves it by far less than one of them.
  assert.ok(Math.abs(middle().x - before.x) < 1e-6 && Math.abs(middle().y - before.y) < 1e-6);
  viewport.panBy(-2000, 0);
  assert.equal(viewport.isPointedSeen, false);
  const seen = viewport.cellUnder(250, 250);
  viewport.zoomAtPointed(2);
  assert.deepEqual(viewport.cellUnder(250, 250), seen);
});
