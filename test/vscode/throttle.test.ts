import assert from "node:assert/strict";
import { test } from "node:test";
import { Throttle } from "../../extension/vscode/throttle.ts";

test("a throttled action runs at once after quiet, and once more for all that was requested meanwhile", async () => {
  const ran = Promise.withResolvers<void>();
  let runs = 0;
  const throttle = new Throttle(5, () => {
    runs++;
    if (runs === 2) ran.resolve();
  });
  throttle.request();
  assert.equal(runs, 1);
  for (let request = 0; request < 100; request++) throttle.request();
  assert.equal(runs, 1);
  await ran.promise;
  assert.equal(runs, 2);
  throttle.dispose();
});

test("a throttled action that was requested does not run after its throttle is disposed of", async () => {
  let runs = 0;
  const throttle = new Throttle(1, () => runs++);
  throttle.request();
  throttle.request();
  throttle.dispose();
  const later = Promise.withResolvers<void>();
  setTimeout(later.resolve, 20); // twenty times the interval: the timer, were it alive, would come first
  await later.promise;
  assert.equal(runs, 1);
});

test("a request that was cancelled does not run, a later one does", async () => {
  const ran = Promise.withResolvers<void>();
  let runs = 0;
  const throttle = new Throttle(5, () => {
    runs++;
    if (runs === 2) ran.resolve();
  });
  throttle.request();
  throttle.request();
  throttle.cancel();
  throttle.request();
  await ran.promise;
  assert.equal(runs, 2);
  throttle.dispose();
});
