import assert from "node:assert/strict";
import { test } from "node:test";
import { fittingColumns } from "../../../webview/tensors/fittingColumns.ts";

const columns = [
  { id: "size", widthCssPixels: 70, rank: 2 },
  { id: "shape", widthCssPixels: 80, rank: 1 },
  { id: "mean", widthCssPixels: 60, rank: 3 },
];
const fitting = (firstWidth: number, room: number, sorted: string | null = null) =>
  [...fittingColumns([{ id: "name", widthCssPixels: firstWidth }, ...columns], room, sorted)].sort().join(" ");

test("a table's columns are all there where they have room", () => {
  assert.equal(fitting(100, 310), "mean name shape size");
});

test("the least important columns make room, and the first never does", () => {
  assert.equal(fitting(100, 309), "name shape size");
  assert.equal(fitting(140, 290), "name shape size");
  assert.equal(fitting(140, 289), "name shape");
  assert.equal(fitting(100, 20), "name");
});

test("no column takes the room of a more important one that has none", () => {
  assert.equal(fitting(100, 175), "name");
});

test("the column by which the table is sorted stays", () => {
  assert.equal(fitting(100, 240, "mean"), "mean name shape");
});

test("columns without a rank stay, and the table scrolls", () => {
  const unranked = columns.map(({ id, widthCssPixels }) => ({ id, widthCssPixels }));
  assert.equal(fittingColumns(unranked, 20, null).size, 3);
});
