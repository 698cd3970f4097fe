import { writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import { type BadFile, floats, lengthPrefix, sparseSource, utf8 } from "./badFile.ts";

const network = { sizes: [2, 1], weights: [[[1, 2]]], biases: [[[3]]], cost: "QuadraticCost" };
const shard = writeSafetensors({
  tensors: [{ name: "a", dtype: "F32", shape: [1], bytes: floats(1) }],
  metadata: new Map(),
});

/** Networks of Nielsen's book. */
export function badNielsen(): BadFile[] {
  const bad = (title: string, json: string | BadFile["content"], comes: BadFile["comes"]): BadFile => ({
    title,
    name: "bad.json",
    content: typeof json === "string" ? utf8(json) : json,
    comes,
  });
  const endless = sparseSource(2 ** 40, [{ start: 0, bytes: utf8('{"sizes": ['.padEnd(512)) }]);
  const lists = (key: string) => `"${key}": [${"[[1]],".repeat(99_999)}[[1]]]`;
  return [
    bad("that is cut", JSON.stringify(network).slice(0, 50), {
      refused: /^bad\.json: expected the file in JSON, found other text\.$/,
    }),
    bad("of a terabyte", endless, {
      refused: /^bad\.json: expected at most 33554432 bytes of JSON, which is read as a whole, found 1099511627776\.$/,
    }),
    bad("of ten million empty lists", `{"sizes": [${"[],".repeat(10_000_000)}0]}`, {
      refused: /^bad\.json: expected the file to take at most 64 MB in memory, found what comes to about 641 MB\.$/,
    }),
    bad("of a million lists in each other", `{"sizes": ${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`, {
      refused: /^bad\.json, sizes: expected two or more whole numbers, found lists\.$/,
    }),
    bad(
      "of a hundred thousand layers",
      `{"sizes": [${"1,".repeat(100_000)}1], ${lists("weights")}, ${lists("biases")}}`,
      {
        refused: /^bad\.json, sizes: expected at most 1000 layers, found 100001\.$/,
      },
    ),
    bad("whose sizes are absurd", JSON.stringify({ ...network, sizes: [2 ** 52, 2 ** 52] }), {
      refused: /^bad\.json, weights\[0\]: expected 4503599627370496 rows, one a neuron, found 1\.$/,
    }),
    bad("whose rows differ in length", JSON.stringify({ ...network, weights: [[[1, 2, 3]]] }), {
      refused: /^bad\.json, weights\[0\]\[0\]: expected 2 numbers, found 3\.$/,
    }),
    bad("with a name twice", `{"sizes": [2, 1], "cost": "a", "cost": "b"}`, {
      refused: /^bad\.json: expected every name in the file once, found "cost" twice\.$/,
    }),
    bad("whose numbers are all NaN", '{"sizes": [2, 1], "weights": [[[NaN, NaN]]], "biases": [[[NaN]]], "cost": "x"}', {
      shown: /^$/,
    }),
  ];
}

/** Indices of safetensors in shards. */
export function badIndices(): BadFile[] {
  const bad = (
    title: string,
    map: unknown,
    refused: RegExp,
    beside: BadFile["beside"] = { "1.safetensors": shard },
  ): BadFile => ({
    title,
    name: "bad.index.json",
    content: utf8(JSON.stringify({ metadata: {}, weight_map: map })),
    beside,
    comes: { refused },
  });
  const elsewhere = "expected the name of a file in the same folder, found";
  return [
    bad("without a map", undefined, /, weight_map: expected names of tensors and of files, found nothing\.$/),
    bad(
      "that leads out of its folder",
      { a: "../1.safetensors" },
      new RegExp(`, weight_map, a: ${elsewhere} "../1.safe`),
    ),
    bad("that leads to a device", { a: "\\\\.\\COM1" }, new RegExp(`, weight_map, a: ${elsewhere}`)),
    bad(
      "whose shards are not there",
      { a: "2.safetensors" },
      /: expected its shards beside it, found no "2\.safetensors"\.$/,
    ),
    bad(
      "that looks for a tensor in the wrong shard",
      { b: "1.safetensors" },
      /, b: expected the tensor in "1\.safetensors", found no such tensor there\.$/,
    ),
    bad(
      "whose shard is cut",
      { a: "1.safetensors" },
      /, 1\.safetensors: expected a safetensors header of at most 12 bytes/,
      {
        "1.safetensors": shard.slice(0, 20),
      },
    ),
    bad(
      "whose shard is itself",
      { a: "bad.index.json" },
      /, bad\.index\.json: expected a safetensors header of at most/,
      {
        "bad.index.json": utf8('{"metadata": {}, "weight_map": {}}'),
      },
    ),
    bad(
      "of more shards than there are",
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i}a`, `${i}`])),
      /, weight_map: expected at most 1000 files, found 5000\.$/,
    ),
    bad(
      "whose shards have long headers, one as the other",
      { a: "1.safetensors", b: "2.safetensors" },
      /, 2\.safetensors: expected headers of at most 100000000 bytes together, found more\.$/,
      { "1.safetensors": withText("a", 60_000_000), "2.safetensors": withText("b", 60_000_000) },
    ),
    bad(
      "whose shards have more tensors than any model",
      Object.fromEntries(["1", "2", "3", "4", "5"].map((name) => [`${name}.0`, name])),
      /, 5: expected at most 200000 tensors in all files, found more\.$/,
      Object.fromEntries(["1", "2", "3", "4", "5"].map((name) => [name, ofManyTensors(name, 45_000)])),
    ),
  ];
}

/** A safetensors file whose metadata has a long text, which takes no room. */
function withText(tensor: string, textBytes: number): BadFile["content"] {
  const before = utf8('{"__metadata__":{"long":"');
  const after = utf8(`"},"${tensor}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`);
  const headerBytes = before.length + textBytes + after.length;
  const stretches = [
    { start: 0, bytes: lengthPrefix(BigInt(headerBytes)) },
    { start: 8, bytes: before },
    { start: 8 + before.length + textBytes, bytes: after },
  ];
  return sparseSource(8 + headerBytes, stretches, "n");
}

function ofManyTensors(name: string, count: number): Uint8Array<ArrayBuffer> {
  const form = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
  const json = utf8(`{${Array.from({ length: count }, (_, i) => `"${name}.${i}":${form}`).join(",")}}`);
  return new Uint8Array(Buffer.concat([lengthPrefix(BigInt(json.length)), json]));
}
