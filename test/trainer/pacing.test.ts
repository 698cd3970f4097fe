import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Pacing } from "../../extension/trainer/pacing.ts";

/** A pace, and a clock that is set. */
function pacingAt(t: TestContext, pace: number) {
  const clock = { nowMs: 1000 };
  t.mock.method(performance, "now", () => clock.nowMs);
  const pacing = new Pacing();
  pacing.pace = pace;
  return { pacing, clock };
}

test("at ten examples a second the first is due at once, and one more each tenth of a second", (t) => {
  const { pacing, clock } = pacingAt(t, 10);
  assert.equal(pacing.due, 1);
  pacing.note(1);
  assert.deepEqual([pacing.due, pacing.msToNext], [0, 100]);
  clock.nowMs += 99;
  assert.deepEqual([pacing.due, pacing.msToNext], [0, 1]);
  clock.nowMs += 201;
  assert.equal(pacing.due, 3);
  pacing.note(3);
  assert.equal(pacing.due, 0);
});

test("who cannot keep up for longer than a second begins anew", (t) => {
  const { pacing, clock } = pacingAt(t, 10);
  clock.nowMs += 1000;
  assert.equal(pacing.due, 11);
  clock.nowMs += 100;
  assert.equal(pacing.due, 1);
  pacing.note(1);
  assert.deepEqual([pacing.due, pacing.msToNext], [0, 100]);
});

test("without a pace any number is due", () => {
  assert.equal(new Pacing().due, Number.POSITIVE_INFINITY);
});
