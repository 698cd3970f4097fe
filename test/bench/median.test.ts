import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "./median.ts";

test("the median is the middle one in order of size, whatever their order", () => {
  assert.equal(median([9, 1, 10]), 9);
});

test("the median of an even count is the mean of the middle two", () => {
  assert.equal(median([8, 1, 2, 100]), 5);
});

test("there is no median of nothing", () => {
  assert.throws(() => median([]), RangeError);
});
