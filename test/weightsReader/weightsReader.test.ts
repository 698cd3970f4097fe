import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { suite, test } from "node:test";
import { serialize } from "node:v8";
import { mostEntriesInMessage } from "../../extension/protocol/listParts.ts";
import { writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { readSavedNetwork, writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { startNodeWeightsWorker } from "../../extension/weightsReader/nodeWeightsPort.ts";
import { WeightsRefusal } from "../../extension/weightsReader/weightsClient.ts";
import type { WeightsPort } from "../../extension/weightsReader/weightsPort.ts";
import { WeightsReader } from "../../extension/weightsReader/weightsReader.ts";
import { global, opcodes } from "../weights/samples/pickleBytes.ts";
import { joined } from "../weights/samples/protobufBytes.ts";
import { torchArchive } from "../weights/samples/torchBytes.ts";
import { someNetwork } from "../weights/someNetwork.ts";
import { MeasuredWorkers } from "./measuredWorkers.ts";
import { startReader, workerPath } from "./startReader.ts";
import { makeFolder, single, wholeMatrix, writeTensors } from "./writtenWeights.ts";

const folder = makeFolder();

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function assertRefused(promise: Promise<unknown>, message: string): Promise<void> {
  await assert.rejects(promise, (error: Error) => {
    assert.ok(error instanceof WeightsRefusal, String(error));
    assert.equal(error.message, message);
    return true;
  });
}

suite("the weights reader", () => {
  test("says as what a file was recognised that is damaged, not of one that holds what is not read", async (t) => {
    const reader = startReader(t);
    const formatOf = (name: string, bytes: Uint8Array) =>
      reader.open({ kind: "path", path: written(name, bytes) }).then(
        () => assert.fail(`${name} was opened.`),
        (error: unknown) => error instanceof WeightsRefusal && error.format,
      );
    assert.equal(await formatOf("cut.safetensors", writeSavedNetwork(someNetwork()).slice(0, 5000)), "safetensors");
    assert.equal(await formatOf("page.safetensors", new TextEncoder().encode("<!DOCTYPE html><html>")), null);
    assert.equal(await formatOf("cut.npy", Buffer.from("\x93NUMPY\x01\x00", "latin1")), "npy");
    const model = joined([global("__main__", "Net"), opcodes(")\x81")]);
    assert.equal(await formatOf("model.pt", torchArchive(model, [])), null);
    assert.equal(await formatOf("torn.pt", torchArchive(opcodes("0"), [])), "pytorch");
  });

  test("summarises a file of Downhill's with its network and training, and reads its network byte for byte", async (t) => {
    const bytes = writeSavedNetwork(someNetwork([3]));
    const opened = await startReader(t).open({ kind: "path", path: written("digits.safetensors", bytes) });
    const { summary } = opened;
    assert.equal(summary.format, "safetensors");
    assert.equal(summary.byteLength, bytes.length);
    assert.deepEqual(summary.network?.sizes, [784, 3, 10]);
    assert.deepEqual(summary.network?.activations, ["relu", "sigmoid"]);
    assert.equal(summary.network?.parameters, 784 * 3 + 3 + 30 + 10);
    assert.equal(summary.training?.accuracy, 0.9512);
    const network = await opened.readNetwork([]);
    assert.ok(Buffer.from(bytes).equals(network));
  });

  test("takes statistics and slices in its worker", async (t) => {
    const tensors = [single("a", [2, 3], [1, -2, 0, 4, Number.NaN, Number.POSITIVE_INFINITY])];
    const path = writeTensors(folder, "some.safetensors", tensors);
    const opened = await startReader(t).open({ kind: "path", path });
    const { histogram, deviation, ...statistics } = await opened.takeStatistics(0);
    assert.deepEqual(statistics, { count: 6, min: -2, max: 4, mean: 0.75, zeros: 1, notANumber: 1, infinite: 1 });
    const expected = Math.sqrt((0.25 ** 2 + 2.75 ** 2 + 0.75 ** 2 + 3.25 ** 2) / 4);
    assert.ok(deviation !== null && Math.abs(deviation - expected) < 8 * Number.EPSILON, `${deviation}`);
    assert.equal(
      histogram.reduce((sum, count) => sum + count, 0),
      4,
    );
    const slice = await opened.readSlice(0, { ...wholeMatrix(2, 3), firstColumn: 1, columns: 2 });
    assert.deepEqual([...slice.values], [-2, 0, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  test("reads bytes in memory as it reads a file", async (t) => {
    const bytes = writeSavedNetwork(someNetwork([3]));
    const opened = await startReader(t).open({ kind: "bytes", name: "memory.safetensors", bytes: bytes.slice() });
    const saved = readSavedNetwork(await opened.readNetwork([]), "memory.safetensors");
    assert.deepEqual(saved.shape.sizes, [784, 3, 10]);
  });

  test("refuses in one sentence what cannot be opened", async (t) => {
    const reader = startReader(t);
    const refused = (path: string, message: string) => assertRefused(reader.open({ kind: "path", path }), message);
    await refused(join(folder, "none.npy"), "none.npy: expected a file that can be opened, found no such file.");
    await refused(folder, `${basename(folder)}: expected a weights file, found a folder.`);
    const notWeights = written("notes.txt", new TextEncoder().encode("what I did"));
    await assert.rejects(
      reader.open({ kind: "path", path: notWeights }),
      /^WeightsRefusal: notes\.txt: expected a weights/,
    );
    const opened = await reader.open({
      kind: "path",
      path: writeTensors(folder, "one.safetensors", [single("a", [1], [1])]),
    });
    await assertRefused(opened.takeStatistics(1), "one.safetensors: expected one of its 1 tensors, found 1.");
    opened.dispose();
    await assert.rejects(opened.takeStatistics(0), /expected one that is open, found one that was closed/);
  });

  test("opens a file deep in folders with names of every kind", async (t) => {
    const deep = join(folder, ...Array.from({ length: 30 }, (_, depth) => `Ordner ${depth} – 深い`));
    mkdirSync(deep, { recursive: true });
    const path = writeTensors(deep, "wei ghts’ #%20.safetensors", [single("a", [1], [5])]);
    const opened = await startReader(t).open({ kind: "path", path });
    assert.equal((await opened.takeStatistics(0)).max, 5);
  });

  test("lists ten thousand tensors in short messages, and reads the last of them, with another worker too", async (t) => {
    const tensors = Array.from({ length: 10_000 }, (_, index) => single(`tensor.${index}`, [1], [index]));
    const path = writeTensors(folder, "many.safetensors", tensors);
    const workers = new MeasuredWorkers();
    const reader = new WeightsReader(workers.start);
    t.after(() => reader.dispose());
    const opened = await reader.open({ kind: "path", path });
    assert.deepEqual(
      opened.summary.tensors.map(({ name }) => name),
      tensors.map(({ name }) => name),
    );
    assert.ok(workers.longest < serialize(opened.summary).length / 2, `${workers.longest} bytes`);
    // Of those that came in one message, which hold the host's memory and thread up for as much less.
    const shapes = new Set(opened.summary.tensors.map(({ shape }) => shape));
    assert.equal(shapes.size, Math.ceil(tensors.length / mostEntriesInMessage));
    assert.equal((await opened.takeStatistics(9999)).max, 9999);
    workers.latest?.terminate();
    assert.equal((await opened.takeStatistics(9998)).max, 9998);
  });
});

suite("a file that changes while it is open", () => {
  test("is refused when fewer tensors are listed than it had, not asked for the others without end", async (t) => {
    const path = writeTensors(folder, "listed.safetensors", [single("a", [1], [1])]);
    const reader = new WeightsReader(() => {
      const port = startNodeWeightsWorker(workerPath);
      const listen: WeightsPort["listen"] = (listener) =>
        port.listen((message) => {
          if (message.type !== "replied") listener(message);
          else listener({ ...message, reply: { ...(message.reply as object), tensorCount: 2 } });
        });
      return { ...port, listen };
    });
    t.after(() => reader.dispose());
    await assertRefused(
      reader.open({ kind: "path", path }),
      "listed.safetensors: expected 2 tensors, found 1: the file was written to while it was read.",
    );
  });

  const [rows, columns] = [200, 100];
  const numbers = new Float32Array(rows * columns).fill(1);
  const saved = (name: string) => writeTensors(folder, name, [single("a", [rows, columns], numbers)]);

  for (const [what, change] of [
    ["is cut short", (path: string) => truncateSync(path, 1000)],
    ["grows", (path: string) => appendFileSync(path, "more")],
  ] as const) {
    test(`is refused in a sentence when it ${what}`, async (t) => {
      const path = saved(`${what}.safetensors`);
      const opened = await startReader(t).open({ kind: "path", path });
      assert.equal((await opened.takeStatistics(0)).max, 1);
      change(path);
      const message = `${what}.safetensors: expected the file as it was when it was opened, found that it was written to.`;
      await assertRefused(opened.takeStatistics(0), message);
      await assertRefused(opened.readSlice(0, wholeMatrix(rows, columns)), message);
    });
  }

  test("is not taken for the one before when the reader has to open it again", async (t) => {
    let started = 0;
    const start = () => {
      started++;
      return startNodeWeightsWorker(workerPath);
    };
    const ended = Promise.withResolvers<void>();
    const reader = new WeightsReader(
      () => {
        const port = start();
        const terminate = () => {
          port.terminate();
          ended.resolve();
        };
        return { ...port, terminate };
      },
      { idleMs: 1, mostSilentSeconds: 5 },
    );
    t.after(() => reader.dispose());
    const path = saved("other.safetensors");
    const same = await reader.open({ kind: "path", path: saved("same.safetensors") });
    const opened = await reader.open({ kind: "path", path });
    await ended.promise;
    assert.equal((await same.takeStatistics(0)).max, 1);
    assert.ok(started > 1);
    // Of the same name, shape and length: it is the time that tells.
    writeTensors(folder, "other.safetensors", [single("a", [rows, columns], new Float32Array(numbers.length).fill(2))]);
    utimesSync(path, 1, 1);
    // Whether or not the worker that has the old one open is there still.
    await assertRefused(
      opened.takeStatistics(0),
      "other.safetensors: expected the file as it was when it was opened, found that it was written to.",
    );
  });
});

suite("a request that is cancelled", () => {
  const count = 8_000_000;

  test("is settled at once, and does not keep the next one waiting", async (t) => {
    const path = writeTensors(folder, "large.safetensors", [
      single("a", [count / 1000, 1000], new Float32Array(count)),
      single("b", [1], [7]),
    ]);
    const reader = startReader(t);
    const opened = await reader.open({ kind: "path", path });
    const controller = new AbortController();
    const shares: number[] = [];
    const cancelled = opened.takeStatistics(0, {
      signal: controller.signal,
      onProgress: (share) => {
        shares.push(share);
        if (share > 0) controller.abort(new Error("enough"));
      },
    });
    await assert.rejects(cancelled, /^Error: enough$/);
    assert.ok(shares[0] === 0 && shares[1] > 0 && shares[1] < 1, shares.join());
    assert.equal((await opened.takeStatistics(1)).max, 7);
    // Nothing of it was kept: asked again, it is done in full.
    assert.equal((await opened.takeStatistics(0)).zeros, count);
    assert.ok(shares.length === 2, shares.join());
  });

  test("before it is sent is not sent", async (t) => {
    const opening = startReader(t).open(
      { kind: "path", path: folder },
      { signal: AbortSignal.abort(new Error("before")) },
    );
    await assert.rejects(opening, /^Error: before$/);
  });

  test("lets short requests in between while it runs", async (t) => {
    const path = writeTensors(folder, "long.safetensors", [
      single("a", [count], new Float32Array(count)),
      single("b", [2, 2], [1, 2, 3, 4]),
    ]);
    const opened = await startReader(t).open({ kind: "path", path });
    const order: string[] = [];
    const long = opened.takeStatistics(0).then(() => order.push("statistics"));
    await opened.readSlice(1, wholeMatrix(2, 2)).then(() => order.push("slice"));
    await long;
    assert.deepEqual(order, ["slice", "statistics"]);
  });
});

test("a file of others' is read as Downhill's own: transposed, in single precision, 0 for biases that are not there", async (t) => {
  const weights = Float64Array.from({ length: 784 * 10 }, (_, index) => index / 7);
  const tensors = [
    { name: "dense/kernel", dtype: "F64" as const, shape: [784, 10], bytes: new Uint8Array(weights.buffer) },
  ];
  const path = written("other.safetensors", writeSafetensors({ tensors, metadata: new Map() }));
  const opened = await startReader(t).open({ kind: "path", path });
  const { shape, parameters, training } = readSavedNetwork(await opened.readNetwork(["softmax"]), "read");
  assert.deepEqual(shape, { sizes: [784, 10], activations: ["softmax"], cost: "crossEntropy" });
  assert.equal(training, null);
  assert.equal(parameters[0].weights[3 * 784 + 100], Math.fround((100 * 10 + 3) / 7));
  assert.deepEqual([...parameters[0].biases], Array(10).fill(0));
});
