import assert from "node:assert/strict";
import { test } from "node:test";
import { otherThanNumbers } from "../../extension/protocol/otherThanNumbers.ts";

test("text, dates, objects and complex numbers are named, real numbers and unknown dtypes are not", () => {
  const dtypes = ["<U2", "|S7", "<M8[ns]", ">m8", "|O", "O", "C64", "C128", "F32", "BOOL", "U8", "F8_E5M2"];
  assert.deepEqual(dtypes.map(otherThanNumbers), [
    "text",
    "bytes of text",
    "dates",
    "durations",
    "Python objects",
    "Python objects",
    "complex numbers",
    "complex numbers",
    ...[null, null, null, null],
  ]);
});
