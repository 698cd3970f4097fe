import assert from "node:assert/strict";
import { test } from "node:test";
import { PendingRequests } from "../../extension/protocol/pendingRequests.ts";

/** Requests that wait, and what the other end was sent. */
function asking() {
  const requests = new PendingRequests();
  const sent: string[] = [];
  const ask = (signal: AbortSignal) =>
    requests.ask<string>(
      signal,
      (id) => sent.push(`ask ${id}`),
      (id) => sent.push(`cancel ${id}`),
    );
  return { requests, sent, ask };
}

test("a request whose signal aborts is rejected with its reason, and the other end is told", async () => {
  const { requests, sent, ask } = asking();
  const giveUp = new AbortController();
  const answer = ask(giveUp.signal);
  const reason = new Error("nobody waits");
  giveUp.abort(reason);
  await assert.rejects(answer, reason);
  assert.deepEqual(sent, ["ask 1", "cancel 1"]);
  assert.equal(requests.count, 0);
});

test("a request that was answered is not cancelled when its signal aborts later", async () => {
  const { requests, sent, ask } = asking();
  const giveUp = new AbortController();
  const answer = ask(giveUp.signal);
  requests.resolve(1, "so it is");
  assert.equal(await answer, "so it is");
  giveUp.abort();
  assert.deepEqual(sent, ["ask 1"]);
});

test("nothing is sent for a request that nobody waits for any more", async () => {
  const { sent, ask } = asking();
  await assert.rejects(ask(AbortSignal.abort()), { name: "AbortError" });
  assert.deepEqual(sent, []);
});

test("a request that cannot be sent does not wait for a reply", async () => {
  const requests = new PendingRequests();
  const send = () => {
    throw new Error("no way there");
  };
  await assert.rejects(
    requests.ask(undefined, send, () => assert.fail("was never sent")),
    /no way there/,
  );
  assert.equal(requests.count, 0);
});
