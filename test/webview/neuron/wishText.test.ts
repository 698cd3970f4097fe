import assert from "node:assert/strict";
import { test } from "node:test";
import { wishText } from "../../../webview/neuron/wishText.ts";

test("a neuron whose z raises the cost wants to go down", () => {
  assert.match(wishText(0.0123), /wants to go down: .*\+0\.012/);
});

test("a neuron whose z lowers the cost wants to go up", () => {
  assert.match(wishText(-0.000042), /wants to go up: .*−4\.2\u00a0·\u00a010⁻⁵/);
});

test("a neuron without a slope wants nothing", () => {
  assert.match(wishText(0), /does not depend on it/);
  assert.match(wishText(Number.NaN), /not a finite number/);
});
