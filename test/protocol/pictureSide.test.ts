import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";

test("inputs that make a square of some size are a picture, and no others", () => {
  const inputs = [784, 64, 100, 49, 785, 1, 0, 1024 ** 2, 1025 ** 2];
  assert.deepEqual(inputs.map(pictureSideOf), [28, 8, 10, null, null, null, null, 1024, null]);
});
