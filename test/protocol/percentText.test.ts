import assert from "node:assert/strict";
import { test } from "node:test";
import { percentText } from "../../extension/protocol/percentText.ts";

test("a share in percent is rounded as its decimals say", () => {
  assert.equal(percentText(0.1095, 1), "11.0 %");
  assert.equal(percentText(1, 1), "100.0 %");
});
