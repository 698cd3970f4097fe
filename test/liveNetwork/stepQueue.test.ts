import assert from "node:assert/strict";
import { test } from "node:test";
import { mostUnfinished, StepQueue } from "../../extension/liveNetwork/stepQueue.ts";

/** A step that goes on until it is ended. */
function openStep() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let begun = 0;
  const step = () => {
    begun++;
    return promise;
  };
  return { step, end: resolve, fail: reject, timesBegun: () => begun };
}

test("a step that is asked for while another goes on begins when that one is over, whatever became of it", async () => {
  const queue = new StepQueue();
  const [first, second, third] = [openStep(), openStep(), openStep()];
  const taken = [first, second, third].map(({ step }) => queue.take(step));
  const begun = () => [first, second, third].map(({ timesBegun }) => timesBegun());
  await Promise.resolve();
  assert.deepEqual([begun(), queue.isAnotherWaiting], [[1, 0, 0], true]);
  first.fail(new Error("no"));
  await assert.rejects(taken[0], /^Error: no$/);
  second.end();
  await taken[1];
  third.end();
  await queue.settled;
  assert.deepEqual([begun(), queue.isAnotherWaiting], [[1, 1, 1], false]);
});

test("of what a held key asks for while a step goes on a few are taken, the rest is dropped; the next press counts", async () => {
  const queue = new StepQueue();
  let taken = 0;
  const step = async () => {
    taken++;
  };
  const first = openStep();
  const asked = [queue.take(first.step), ...Array.from({ length: 60 }, () => queue.take(step))];
  first.end();
  await Promise.all(asked);
  assert.equal(taken, mostUnfinished - 1);
  await queue.take(step);
  assert.equal(taken, mostUnfinished);
});
