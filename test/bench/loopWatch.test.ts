import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { LoopWatch } from "./watching/loopWatch.ts";

/** A system counts processor time in ticks of up to four milliseconds: one at each end. */
const slackMs = 8;

/** What a watch reports of a piece of work. */
async function watching(work: () => void) {
  const watch = new LoopWatch();
  await setTimeout(20);
  watch.report();
  work();
  await setTimeout(20);
  watch.dispose();
  return watch.report();
}

suite("a watch of the event loop", () => {
  test("finds a piece of work, and that the thread worked all the time", async () => {
    const busyMs = 60;
    const { longestDelayMs, longestBusyMs } = await watching(() => {
      const { user, system } = process.threadCpuUsage();
      const untilMicroseconds = user + system + busyMs * 1000;
      for (let spent = 0; spent < untilMicroseconds; ) {
        const { user, system } = process.threadCpuUsage();
        spent = user + system;
      }
    });
    assert.ok(longestBusyMs >= busyMs - slackMs, `busy ${longestBusyMs}`);
    assert.ok(longestDelayMs >= busyMs - slackMs, `late ${longestDelayMs}`);
  });

  test("does not take waiting for work", async () => {
    const waitMs = 100;
    const { longestDelayMs, longestBusyMs } = await watching(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
    });
    assert.ok(longestDelayMs >= waitMs - slackMs, `late ${longestDelayMs}`);
    assert.ok(longestBusyMs < waitMs / 2, `busy ${longestBusyMs}`);
  });
});
