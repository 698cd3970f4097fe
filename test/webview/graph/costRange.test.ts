import assert from "node:assert/strict";
import { test } from "node:test";
import { logCeiling, logFloor, logTicks } from "../../../webview/graph/costRange.ts";
import { fc } from "../../properties.ts";

test("a logarithmic scale ends at 1, 2 or 5 times a power of ten", () => {
  assert.equal(logFloor(0.043), 0.02);
  assert.equal(logCeiling(0.043), 0.05);
  assert.equal(logFloor(0.2), 0.2);
  assert.equal(logCeiling(0.2), 0.2);
  assert.equal(logCeiling(2.8), 5);
  assert.equal(logCeiling(7), 10);
});

test("the ends of a logarithmic scale hold every cost", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (cost) => {
      assert.ok(logFloor(cost) <= cost && logFloor(cost) > cost / 2.6);
      assert.ok(logCeiling(cost) >= cost && logCeiling(cost) < cost * 2.6);
    }),
  );
});

test("the ticks of a logarithmic scale are its round numbers from end to end", () => {
  assert.deepEqual(logTicks(0.02, 2), [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
});
