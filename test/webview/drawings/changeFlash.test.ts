import assert from "node:assert/strict";
import { test } from "node:test";
import { changedShares } from "../../../webview/drawings/changeFlash.ts";

test("numbers light up in proportion to how much they changed", () => {
  assert.deepEqual([...(changedShares([1, 2, 3, 4], [1, 4, 2, 4]) ?? [])], [0, 1, 0.5, 0]);
});

test("what becomes or ceases to be a number lights up fully, and does not dim the others", () => {
  const nan = Number.NaN;
  assert.deepEqual([...(changedShares([1, nan, nan, 0], [nan, nan, 0, 2]) ?? [])], [1, 0, 1, 1]);
  assert.deepEqual([...(changedShares([Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]) ?? [])], [1]);
});

test("nothing lights up where nothing changed, or other numbers are shown", () => {
  assert.equal(changedShares([1, Number.NaN], [1, Number.NaN]), null);
  assert.equal(changedShares([1, 2], [1, 2, 3]), null);
});
