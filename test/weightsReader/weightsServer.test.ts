import assert from "node:assert/strict";
import { test } from "node:test";
import type { WeightsToHost } from "../../extension/protocol/weightsMessages.ts";
import type { DiskSource } from "../../extension/weightsReader/sourcesOnDisk.ts";
import { WeightsServer } from "../../extension/weightsReader/weightsServer.ts";

/** A safetensors file of one tensor with so many zeros, none of which is kept anywhere. */
function endlessZeros(count: number, onRead: () => void): DiskSource {
  const entry = { dtype: "U8", shape: [count], data_offsets: [0, count] };
  const header = new TextEncoder().encode(JSON.stringify({ a: entry }));
  const beginning = new Uint8Array(8 + header.length);
  new DataView(beginning.buffer).setBigUint64(0, BigInt(header.length), true);
  beginning.set(header, 8);
  return {
    length: beginning.length + count,
    read: (start, length) => {
      if (start >= beginning.length) onRead();
      const bytes = new Uint8Array(length);
      bytes.set(beginning.subarray(start, start + length));
      return bytes;
    },
    modifiedMs: 0,
    hasChanged: () => false,
    close: () => undefined,
  };
}

test("a long work that is cancelled reads nothing more, and the one behind it begins", async () => {
  const messages: WeightsToHost[] = [];
  let readings = 0;
  let readingsAtCancel = Number.NaN;
  const settled = Promise.withResolvers<void>();
  const server: WeightsServer = new WeightsServer({
    post: (message) => {
      messages.push(message);
      if (message.type === "refused" && message.id === 3) settled.resolve();
    },
    yieldToMessages: async () => {
      if (Number.isNaN(readingsAtCancel)) {
        readingsAtCancel = readings;
        server.receive({ type: "cancel", id: 2 });
      }
    },
    // More than is read in an hour.
    openSource: () => endlessZeros(2 ** 50, () => readings++),
  });
  const opened = Promise.withResolvers<void>();
  server.receive({ type: "open", id: 1, file: 1, place: { kind: "path", path: "/zeros.safetensors" } });
  setImmediate(function wait() {
    if (messages.some(({ type }) => type === "replied")) opened.resolve();
    else setImmediate(wait);
  });
  await opened.promise;
  server.receive({ type: "takeStatistics", id: 2, file: 1, tensor: 0 });
  server.receive({ type: "takeStatistics", id: 3, file: 1, tensor: 1 }); // there is no such tensor
  await settled.promise;
  assert.equal(readings, readingsAtCancel);
  const answers = messages.flatMap((message) => (message.type === "refused" ? [[message.id, message.message]] : []));
  assert.deepEqual(answers, [
    [2, "The request was cancelled."],
    [3, "zeros.safetensors: expected one of its 1 tensors, found 1."],
  ]);
});
