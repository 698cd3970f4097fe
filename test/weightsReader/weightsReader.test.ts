import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Tensor, writeSafetensors } from "../../extension/weights/safetensors.ts";
import { readSavedNetwork, writeSavedNetwork } from "../../extension/weights/savedNetworkFile.ts";
import { WeightsRefusal } from "../../extension/weightsReader/weightsClient.ts";
import { someNetwork } from "../weights/someNetwork.ts";
import { startReader } from "./startReader.ts";

const folder = mkdtempSync(join(tmpdir(), "downhill-reader-"));
after(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function single(name: string, shape: readonly number[], numbers: readonly number[]): Tensor {
  return { name, dtype: "F32", shape, bytes: new Uint8Array(Float32Array.from(numbers).buffer) };
}

test("a file of Downhill's is summarised with its network and training, and its network read back byte for byte", async (t) => {
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

test("statistics and slices come from the worker", async (t) => {
  const tensors = [single("a", [2, 3], [1, -2, 0, 4, Number.NaN, Number.POSITIVE_INFINITY])];
  const path = written("some.safetensors", writeSafetensors({ tensors, metadata: new Map() }));
  const opened = await startReader(t).open({ kind: "path", path });
  const { histogram, deviation, ...statistics } = await opened.takeStatistics(0);
  assert.deepEqual(statistics, { count: 6, min: -2, max: 4, mean: 0.75, zeros: 1, notANumber: 1, infinite: 1 });
  const expected = Math.sqrt((0.25 ** 2 + 2.75 ** 2 + 0.75 ** 2 + 3.25 ** 2) / 4);
  assert.ok(deviation !== null && Math.abs(deviation - expected) < 8 * Number.EPSILON, `${deviation}`);
  assert.equal(
    histogram.reduce((sum, count) => sum + count, 0),
    4,
  );
  const slice = await opened.readSlice(0, {
    rowDimension: 0,
    columnDimension: 1,
    at: [0, 0],
    firstRow: 0,
    firstColumn: 1,
    rows: 2,
    columns: 2,
    mostRows: 100,
    mostColumns: 100,
  });
  assert.deepEqual([...slice.values], [-2, 0, Number.NaN, Number.POSITIVE_INFINITY]);
});

test("bytes in memory are read as a file is", async (t) => {
  const bytes = writeSavedNetwork(someNetwork([3]));
  const opened = await startReader(t).open({ kind: "bytes", name: "memory.safetensors", bytes: bytes.slice() });
  const saved = readSavedNetwork(await opened.readNetwork([]), "memory.safetensors");
  assert.deepEqual(saved.shape.sizes, [784, 3, 10]);
});

test("what cannot be opened is refused in one sentence", async (t) => {
  const reader = startReader(t);
  const refused = (path: string, message: string) =>
    assert.rejects(reader.open({ kind: "path", path }), (error: Error) => {
      assert.ok(error instanceof WeightsRefusal);
      assert.equal(error.message, message);
      return true;
    });
  await refused(
    join(folder, "none.safetensors"),
    "none.safetensors: expected a file that can be opened, found no such file.",
  );
  await refused(folder, `${folder.split("/").at(-1)}: expected a weights file, found a folder.`);
});
