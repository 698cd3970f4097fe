import assert from "node:assert/strict";
import { test } from "node:test";
import { roundLimit } from "../../../extension/protocol/roundLimit.ts";
import { EasedNumber } from "../../../webview/drawings/easedNumber.ts";
import { SmoothLimit } from "../../../webview/drawings/smoothLimit.ts";
import { fc } from "../../properties.ts";

test("roundLimit is the least round number that is not below", () => {
  for (const [largest, limit] of [
    [0.1412, 0.15],
    [0.15, 0.15],
    [0.3, 0.3],
    [1, 1],
    [1.01, 1.2],
    [7, 8],
    [9.5, 10],
    [0.000_61, 0.0008],
  ]) {
    assert.equal(roundLimit(largest), limit);
  }
});

test("roundLimit is 0 for what has no extent", () => {
  assert.equal(roundLimit(0), 0);
  assert.equal(roundLimit(Number.NaN), 0);
});

test("roundLimit holds every number and is at most twice as large", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (largest) => {
      const limit = roundLimit(largest);
      assert.ok(limit >= largest && limit <= 2 * largest, `${largest}: ${limit}`);
    }),
  );
});

test("SmoothLimit shows its first numbers at once", () => {
  const limit = new SmoothLimit();
  limit.show(0.13, 1000);
  assert.equal(limit.limit, 0.15);
  assert.equal(limit.isMoving, false);
});

test("SmoothLimit glides to a larger end without passing it, and comes to rest there", () => {
  const limit = new SmoothLimit();
  limit.show(1, 0);
  limit.show(2.9, 0);
  assert.equal(limit.limit, 1);
  let before = limit.limit;
  for (let nowMs = 16; limit.isMoving; nowMs += 16) {
    limit.advance(nowMs);
    assert.ok(limit.limit > before && limit.limit <= 3, `${limit.limit}`);
    before = limit.limit;
    // e^(−t / 180 ms) is below 0.002 after 1.12 s.
    assert.ok(nowMs < 1140, `${nowMs} ms`);
  }
  assert.equal(limit.limit, 3);
});

test("SmoothLimit holds still while its numbers stay between 70 % of its end and the end", () => {
  const limit = new SmoothLimit();
  limit.show(0.95, 0);
  for (const largest of [0.71, 1, 0.8, 0.9]) limit.show(largest, 0);
  assert.equal(limit.isMoving, false);
  limit.show(0.69, 0);
  assert.equal(limit.isMoving, true);
});

test("SmoothLimit does not jump after a rest", () => {
  const limit = new SmoothLimit();
  limit.show(1, 0);
  limit.show(10, 60_000);
  limit.advance(60_016);
  assert.ok(limit.limit < 2, `${limit.limit}`);
});

test("SmoothLimit leaves out what is not finite", () => {
  const limit = new SmoothLimit();
  limit.show(1, 0);
  limit.show(Number.POSITIVE_INFINITY, 0);
  assert.equal(limit.isMoving, false);
});

test("SmoothLimit forgets on reset", () => {
  const limit = new SmoothLimit();
  limit.show(1, 0);
  limit.reset();
  limit.show(0.1, 0);
  assert.equal(limit.limit, 0.1);
});

test("EasedNumber is at once where it is first wanted, be it zero", () => {
  const eased = new EasedNumber();
  eased.aim(0, 5);
  assert.equal(eased.value, 0);
  eased.aim(-1, 5);
  assert.equal(eased.value, 0);
  assert.equal(eased.isMoving, true);
  eased.arrive();
  assert.equal(eased.value, -1);
});

test("EasedNumber comes to rest at zero", () => {
  const eased = new EasedNumber();
  eased.aim(1, 0);
  eased.aim(0, 0);
  for (let nowMs = 16; nowMs <= 10_000 && eased.isMoving; nowMs += 16) eased.advance(nowMs);
  assert.equal(eased.value, 0);
});
