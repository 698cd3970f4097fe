import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import type { WeightsFile } from "../../../extension/weights/weightsFile.ts";

const [first, second] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
const shards = new Map([
  [first, shard({ "embedding.weight": [1, 2, 3, 4], "0.bias": [5] })],
  [second, shard({ "0.weight": [6, 7] })],
]);
const map = { "0.weight": second, "0.bias": first, "embedding.weight": first };

test("the tensors of all shards stand in the index's order, and are read in their own", async () => {
  const { format, tensors, metadata, remarks } = await open({ metadata: { total_size: 28 }, weight_map: map });
  assert.equal(format, "safetensors-index");
  assert.deepEqual(
    tensors.map((tensor) => [tensor.name, tensor.shape, [...tensor.read(0, tensor.shape[0])]]),
    [
      ["0.weight", [2], [6, 7]],
      ["0.bias", [1], [5]],
      ["embedding.weight", [4], [1, 2, 3, 4]],
    ],
  );
  assert.deepEqual([...metadata], [["total_size", "28"]]);
  assert.deepEqual(remarks, []);
});

test("a shard that is missing is said, and the others are shown", async () => {
  const { tensors, remarks, isPartial } = await open({ weight_map: map }, new Map([...shards].slice(0, 1)));
  assert.equal(isPartial, true);
  assert.deepEqual(
    tensors.map(({ name }) => name),
    ["0.bias", "embedding.weight"],
  );
  assert.deepEqual(remarks, [`"${second}" is not beside it: 1 tensor is not shown.`]);
});

test("without any shard an index is refused", async () => {
  await assert.rejects(open({ weight_map: map }, new Map()), {
    name: "WeightsFileError",
    message: `model.safetensors.index.json: expected its shards beside it, found no "${second}" and 1 more.`,
  });
});

test("a tensor that the index does not look for in its shard is said", async () => {
  const { remarks } = await open({ weight_map: { "0.weight": second } });
  assert.deepEqual(remarks, []);
  const { remarks: ofPart } = await open({ weight_map: { "0.weight": second, "0.bias": first } });
  assert.deepEqual(ofPart, [`"${first}" holds "embedding.weight", which the index does not look for there.`]);
});

test("an index that lies of what is in a shard is refused", async () => {
  await assert.rejects(open({ weight_map: { ...map, "0.weight": first } }), {
    name: "WeightsFileError",
    message: `model.safetensors.index.json, 0.weight: expected the tensor in "${first}", found no such tensor there.`,
  });
});

for (const path of ["../secret.safetensors", "/etc/passwd", "folder/a.safetensors", "..", "C:\\a", "", 7]) {
  test(`an index whose shard is ${JSON.stringify(path)} is refused: it lies in the same folder`, async () => {
    await assert.rejects(open({ weight_map: { "0.weight": path } }), {
      name: "WeightsFileError",
      message: `model.safetensors.index.json, weight_map, 0.weight: expected the name of a file in the same folder, found ${JSON.stringify(path)}.`,
    });
  });
}

test("a shard that is no safetensors file is refused by its name", async () => {
  const broken = new Map([...shards, [second, Uint8Array.of(1, 2, 3)]]);
  await assert.rejects(open({ weight_map: map }, broken), {
    name: "WeightsFileError",
    message: `model.safetensors.index.json, ${second}: expected a safetensors file of at least 8 bytes, found 3 bytes.`,
  });
});

test("an index without a map is refused", async () => {
  await assert.rejects(open({ metadata: {} }), /, weight_map: expected names of tensors and of files, found nothing\./);
});

test("an index of more files than models have is refused before one is opened", async () => {
  const files = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`t${i}`, `${i}.safetensors`]));
  await assert.rejects(open({ weight_map: files }), /, weight_map: expected at most 1000 files, found 1001\./);
});

function open(index: object, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = shards): Promise<WeightsFile> {
  const source = bytesSource(new TextEncoder().encode(JSON.stringify(index)));
  return openWeightsFile(source, "model.safetensors.index.json", {
    sibling: (name) => {
      const bytes = files.get(name);
      return bytes && bytesSource(bytes);
    },
  });
}

function shard(tensors: Readonly<Record<string, readonly number[]>>): Uint8Array<ArrayBuffer> {
  return writeSafetensors({
    tensors: Object.entries(tensors).map(([name, numbers]) => ({
      name,
      dtype: "F32",
      shape: [numbers.length],
      bytes: new Uint8Array(Float32Array.from(numbers).buffer),
    })),
    metadata: new Map(),
  });
}
