import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import type { WeightsFile } from "../../../extension/weights/weightsFile.ts";
import { writeWithPython } from "../writers/writeWithPython.ts";

test("a network that network2.py saved gives its sizes, weights, biases, sigmoid neurons and cost", async (t) => {
  // As its Network.large_weight_initializer, with a sequence for the random numbers, and its Network.save.
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import json, numpy as np
class CrossEntropyCost(object): pass
sizes = [784, 30, 10]
biases = [np.arange(y, dtype=float).reshape(y, 1) for y in sizes[1:]]
weights = [np.arange(y * x, dtype=float).reshape(y, x) / 7 for x, y in zip(sizes[:-1], sizes[1:])]
data = {"sizes": sizes,
        "weights": [w.tolist() for w in weights],
        "biases": [b.tolist() for b in biases],
        "cost": str(CrossEntropyCost.__name__)}
f = open("network.json", "w")
json.dump(data, f)
f.close()
`,
  );
  const bytes = new Uint8Array(await readFile(join(folder, "network.json")));
  const { format, tensors, metadata, declaredLayers, remarks } = await openWeightsFile(
    bytesSource(bytes),
    "network.json",
  );
  assert.equal(format, "nielsen");
  assert.deepEqual(
    tensors.map(({ name, dtype, shape }) => [name, dtype, shape]),
    [
      ["weights[0]", "F64", [30, 784]],
      ["biases[0]", "F64", [30, 1]],
      ["weights[1]", "F64", [10, 30]],
      ["biases[1]", "F64", [10, 1]],
    ],
  );
  const numbers = tensors[0].read(0, 30 * 784);
  assert.ok(numbers.every((number, i) => number === i / 7));
  assert.deepEqual([...tensors[3].read(8, 2)], [8, 9]);
  assert.deepEqual(
    [...metadata],
    [
      ["sizes", "[784,30,10]"],
      ["cost", "CrossEntropyCost"],
    ],
  );
  assert.deepEqual(declaredLayers, [
    { weight: "weights[0]", bias: "biases[0]", isTransposed: false, activation: "sigmoid" },
    { weight: "weights[1]", bias: "biases[1]", isTransposed: false, activation: "sigmoid" },
  ]);
  assert.deepEqual(remarks, []);
});

test("a network that has diverged is read, as Python writes what is no number", async () => {
  const json =
    '{"sizes": [2, 1], "weights": [[[NaN, -Infinity]]], "biases": [[[ Infinity ]]], "cost": "QuadraticCost"}';
  const { tensors } = await open(json);
  assert.deepEqual([...tensors[0].read(0, 2)], [Number.NaN, Number.NEGATIVE_INFINITY]);
  assert.deepEqual([...tensors[1].read(0, 1)], [Number.POSITIVE_INFINITY]);
});

const whole = { sizes: [2, 1], weights: [[[1, 2]]], biases: [[[3]]], cost: "QuadraticCost" };
const bad: readonly (readonly [title: string, json: string, sentence: string])[] = [
  [
    "without weights",
    JSON.stringify({ ...whole, weights: undefined }),
    "a.json, weights: expected 1 lists, one a layer of the sizes [2,1], found nothing.",
  ],
  [
    "of one size",
    JSON.stringify({ ...whole, sizes: [2] }),
    "a.json, sizes: expected two or more whole numbers, found [2].",
  ],
  [
    "of absurd size",
    JSON.stringify({ ...whole, sizes: [1e15, 1e15] }),
    "a.json, weights[0]: expected 1000000000000000 rows, one a neuron, found 1.",
  ],
  [
    "with a row too few",
    JSON.stringify({ ...whole, sizes: [2, 2] }),
    "a.json, weights[0]: expected 2 rows, one a neuron, found 1.",
  ],
  [
    "with a short row",
    JSON.stringify({ ...whole, weights: [[[1]]] }),
    "a.json, weights[0][0]: expected 2 numbers, found 1.",
  ],
  [
    "with another value than a number",
    JSON.stringify({ ...whole, weights: [[[1, [2]]]] }),
    "a.json, weights[0]: expected a number, found [2].",
  ],
  [
    "with a layer too many",
    JSON.stringify({ ...whole, biases: [[[3]], [[4]]] }),
    "a.json, biases: expected 1 lists, one a layer of the sizes [2,1], found 2.",
  ],
  [
    "with a name twice",
    '{"sizes": [2, 1], "sizes": [2, 1]}',
    'a.json: expected every name in the file once, found "sizes" twice.',
  ],
];
for (const [title, json, sentence] of bad) {
  test(`a saved network ${title} is refused in a sentence`, async () => {
    await assert.rejects(open(json), { name: "WeightsFileError", message: sentence });
  });
}

test("a JSON text that is cut off, or is not UTF-8, is refused", async () => {
  await assert.rejects(
    open(JSON.stringify(whole).slice(0, 40)),
    /a\.json: expected the file in JSON, found other text\./,
  );
  const bytes = new Uint8Array([...new TextEncoder().encode('{"sizes": "'), 0xff]);
  await assert.rejects(
    openWeightsFile(bytesSource(bytes), "a.json"),
    /a\.json: expected the file in JSON, found bytes that are not UTF-8\./,
  );
});

test("a JSON text that is too long is refused before it is read, and one that comes to too much before it is parsed", async () => {
  const start = new TextEncoder().encode('{"sizes": ['.padEnd(512));
  const length = 2 ** 33;
  const endless = {
    length,
    read: (from: number, count: number) => (count > 512 ? assert.fail() : start.slice(from, from + count)),
  };
  await assert.rejects(
    openWeightsFile(endless, "a.json"),
    /a\.json: expected at most 33554432 bytes of JSON, which is read as a whole, found 8589934592\./,
  );
  await assert.rejects(
    open(`{"sizes": [${"[],".repeat(1_000_000)}1]}`),
    /a\.json: expected the file to take at most 64 MB in memory, found what comes to about 65 MB\./,
  );
});

function open(json: string): Promise<WeightsFile> {
  return openWeightsFile(bytesSource(new TextEncoder().encode(json)), "a.json");
}
