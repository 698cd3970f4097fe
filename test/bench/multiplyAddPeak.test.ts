import assert from "node:assert/strict";
import { test } from "node:test";
import { multiplyAddPeak } from "./multiplyAddPeak.ts";

test("a processor's peak lies between one multiply-add in ten nanoseconds and a thousand in one", () => {
  const peak = multiplyAddPeak();
  assert.ok(peak > 1e8 && peak < 1e12, String(peak));
});
