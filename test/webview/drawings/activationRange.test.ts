import assert from "node:assert/strict";
import { test } from "node:test";
import { activateLayer } from "../../../extension/network/activation.ts";
import { activationNames } from "../../../extension/network/networkShape.ts";
import { activationRange, activationScale } from "../../../webview/drawings/activationRange.ts";

for (const name of activationNames) {
  test(`the range of ${name} is where the reference's values lie`, () => {
    const activations = activateLayer(name, Float64Array.of(-30, -2, -0.1, 0, 0.1, 2, 30));
    const { isSigned, endsAtOne } = activationRange(name);
    assert.equal(isSigned, Math.min(...activations) < 0);
    assert.equal(endsAtOne, Math.max(...activations) <= 1);
  });
}

test("pixels are never negative, and are drawn as activations of sigmoid are", () => {
  assert.deepEqual(activationRange(null), { isSigned: false, endsAtOne: true });
  assert.equal(activationScale(null), "sequential");
  assert.equal(activationScale("tanh"), "diverging");
});
