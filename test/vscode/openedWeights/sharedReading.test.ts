import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedReading } from "../../../extension/vscode/openedWeights/sharedReading.ts";

/** A reading that ends when it is told to. */
function reading() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const shared = new SharedReading((ending) => {
    ending.addEventListener("abort", () => reject(new Error("ended")));
    return promise;
  });
  return { shared, resolve };
}

test("a shared reading goes on as long as one of those who want it waits", async () => {
  const { shared, resolve } = reading();
  const [one, other] = [new AbortController(), new AbortController()];
  const left = assert.rejects(shared.wait(one.signal), { name: "AbortError" });
  const stays = shared.wait(other.signal);
  one.abort();
  await left;
  assert.equal(shared.isGivenUp, false);
  resolve("read");
  assert.equal(await stays, "read");
  other.abort();
  assert.equal(shared.isGivenUp, false, "it is there, whoever goes");
  assert.equal(await shared.wait(), "read");
});

test("a shared reading is ended when the last who wanted it has left", async () => {
  const { shared } = reading();
  const only = new AbortController();
  const left = assert.rejects(shared.wait(only.signal), { name: "AbortError" });
  only.abort();
  await left;
  assert.equal(shared.isGivenUp, true);
});

test("who wants a shared reading without a way to leave waits to its end", async () => {
  const { shared, resolve } = reading();
  const one = new AbortController();
  const waits = shared.wait();
  const left = assert.rejects(shared.wait(one.signal), { name: "AbortError" });
  one.abort();
  await left;
  resolve("read");
  assert.equal(await waits, "read");
});
