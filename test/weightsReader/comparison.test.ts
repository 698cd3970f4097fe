import assert from "node:assert/strict";
import { test } from "node:test";
import { serialize } from "node:v8";
import { builtInDataset } from "../../extension/datasets/builtInDigits.ts";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { forward } from "../../extension/network/forward.ts";
import { mostEntriesInMessage } from "../../extension/protocol/listParts.ts";
import { writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { comparisonWork } from "../../extension/weightsReader/comparisonWork.ts";
import { OpenedFile } from "../../extension/weightsReader/openedFile.ts";
import { SourcesOnDisk } from "../../extension/weightsReader/sourcesOnDisk.ts";
import { WeightsRefusal } from "../../extension/weightsReader/weightsClient.ts";
import { WeightsReader } from "../../extension/weightsReader/weightsReader.ts";
import { someNetwork } from "../weights/someNetwork.ts";
import { MeasuredWorkers } from "./measuredWorkers.ts";
import { startReader } from "./startReader.ts";

// Two networks of one shape, and one with another hidden layer.
const [oneNetwork, otherNetwork, largerNetwork] = [someNetwork([3]), someNetwork([3], null, {}, 7), someNetwork([4])];

async function openTwo(t: test.TestContext, networks = [oneNetwork, otherNetwork]) {
  // Some weights are as large as can be: they would be all that differs.
  for (const { parameters } of networks) parameters[0].weights.set([0, 0.5, 0.25]);
  const reader = startReader(t);
  const [a, b] = await Promise.all(
    networks.map((network, place) =>
      reader.open({ kind: "bytes", name: `${"ab"[place]}.safetensors`, bytes: writeSavedNetwork(network) }),
    ),
  );
  return { reader, files: { file: a.file, other: b.file } };
}

test("two files are held against each other in the worker: outline, changes, slices", async (t) => {
  const { reader, files } = await openTwo(t);
  const outline = await reader.outlineComparison(files);
  assert.ok(outline.haveSameSizes);
  assert.deepEqual(
    outline.pairs.map(({ shape }) => shape),
    [[3, 784], [3], [10, 3], [10]],
  );
  const shares: number[] = [];
  const difference = await reader.request(
    "compareTensors",
    { ...files, pair: 1, order: null },
    { onProgress: (share) => shares.push(share) },
  );
  const [ofA, ofB] = [oneNetwork, otherNetwork].map(({ parameters }) => parameters[0].biases);
  assert.equal(difference.count, 3);
  const expected = Math.hypot(...Array.from(ofB, (bias, j) => bias - ofA[j]));
  // Three squares and a root, each rounded once.
  assert.ok(Math.abs(difference.lengthOfChange - expected) <= 4 * Number.EPSILON * expected);
  const slice = { rowDimension: null, columnDimension: 0, at: [0], firstRow: 0, firstColumn: 1, rows: 1, columns: 2 };
  const read = async (which: "a" | "b" | "change") => {
    const parts = { ...files, pair: 1, order: null, which, slice: { ...slice, mostRows: 1, mostColumns: 9 } };
    return (await reader.request("readComparedSlice", parts)).values;
  };
  assert.deepEqual(await read("a"), Float32Array.from(ofA).subarray(1));
  assert.deepEqual(await read("b"), Float32Array.from(ofB).subarray(1));
  assert.deepEqual(await read("change"), Float32Array.of(ofB[1] - ofA[1], ofB[2] - ofA[2]));
  await assert.rejects(
    reader.request("compareTensors", { ...files, pair: 9, order: null }),
    new WeightsRefusal("comparison: expected one of 4 pairs of tensors, found 9."),
  );
});

test("the built-in digits are read as the reference reads them", async (t) => {
  const { reader, files } = await openTwo(t);
  const { heldOut } = builtInDataset();
  const rights = [oneNetwork, otherNetwork].map(({ shape, parameters }) => {
    const isRight = Array.from(heldOut.labels, (label, index) => {
      const pixels = Float64Array.from(pictureOf(heldOut, index), (pixel) => pixel / 255);
      const outputs = forward(shape, parameters, pixels)[1].activations;
      return outputs.indexOf(Math.max(...outputs)) === label;
    });
    return isRight.filter(Boolean).length;
  });
  const readings = await reader.request("compareReadings", { ...files, examples: { kind: "builtIn" } });
  assert.deepEqual([readings.examples, readings.rightA, readings.rightB], [2000, ...rights]);
});

test("neurons are matched in the worker, and only in networks of the same sizes", async (t) => {
  const { reader, files } = await openTwo(t);
  const { layers } = await reader.request("matchNeurons", files);
  assert.deepEqual([...layers[0].partners].sort(), [0, 1, 2]);
  const unlike = await openTwo(t, [oneNetwork, largerNetwork]);
  await assert.rejects(
    unlike.reader.request("matchNeurons", unlike.files),
    new WeightsRefusal("B: expected a network 784–3–10, found 784–4–10."),
  );
});

test("a comparison that nobody waits for any more is given up", async (t) => {
  const { reader, files } = await openTwo(t);
  const giveUp = new AbortController();
  const comparing = reader.request(
    "compareReadings",
    { ...files, examples: { kind: "builtIn" } },
    { signal: giveUp.signal },
  );
  giveUp.abort(new Error("enough"));
  await assert.rejects(comparing, { message: "enough" });
  assert.equal((await reader.request("compareTensors", { ...files, pair: 1, order: null })).count, 3);
});

test("the outline of thousands of tensors comes in short messages, in its order", async (t) => {
  const tensors = (names: readonly string[]) =>
    names.map((name) => ({ name, dtype: "U8" as const, shape: [1], bytes: Uint8Array.of(1) }));
  const count = 2 * mostEntriesInMessage;
  // Beside them are those that one file has alone.
  const mostPairsInMessage = Math.floor(mostEntriesInMessage / 3);
  const named = Array.from({ length: count }, (_, i) => `tensor.${i}`);
  const writeFile = (names: readonly string[]) => writeSafetensors({ tensors: tensors(names), metadata: new Map() });
  const workers = new MeasuredWorkers();
  const reader = new WeightsReader(workers.start);
  t.after(() => reader.dispose());
  const [a, b] = await Promise.all(
    [named, [...named.slice(0, count / 2), "other.1", "other.2"]].map((names, place) =>
      reader.open({ kind: "bytes", name: `${place}.safetensors`, bytes: writeFile(names) }),
    ),
  );
  const outline = await reader.outlineComparison({ file: a.file, other: b.file });
  const places = [...named.keys()];
  assert.deepEqual(
    outline.pairs.map(({ a, b }) => [a, b]),
    places.slice(0, count / 2).map((place) => [place, place]),
  );
  // Pairs of one message have one shape among them.
  assert.equal(new Set(outline.pairs.map(({ shape }) => shape)).size, Math.ceil(count / 2 / mostPairsInMessage));
  assert.deepEqual(outline.onlyInA, places.slice(count / 2));
  assert.deepEqual(outline.onlyInB, [count / 2, count / 2 + 1]);
  const whole = serialize({ outline, tensors: a.summary.tensors }).length;
  assert.ok(workers.longest < whole / 3, `${workers.longest} of ${whole} bytes`);
});

test("two files are outlined once, however many of their pairs are compared, and anew with another", async () => {
  const open = (name: string) => {
    const bytes = writeSafetensors({
      tensors: [1, 2, 3].map((i) => ({ name: `${i}`, dtype: "U8" as const, shape: [1], bytes: Uint8Array.of(i) })),
      metadata: new Map(),
    });
    return OpenedFile.open({ kind: "bytes", name, bytes }, new SourcesOnDisk(() => assert.fail("nothing is on disk")));
  };
  const [a, b, c] = await Promise.all(["a.safetensors", "b.safetensors", "c.safetensors"].map(open));
  let asked = 0;
  // Whose pair is not compared: its name is asked for by outlines alone.
  Object.defineProperty(a.file.tensors[2], "name", {
    get: () => {
      asked++;
      return "3";
    },
  });
  const askedToCompareWith = (other: OpenedFile) => {
    const before = asked;
    for (const pair of [0, 1]) {
      const request = { type: "compareTensors", id: 1, file: 1, other: 2, pair, order: null } as const;
      for (const work = comparisonWork(request, a, other, undefined); !work.next().done; );
    }
    return asked - before;
  };
  const once = askedToCompareWith(b);
  assert.ok(once > 0);
  assert.equal(askedToCompareWith(b), 0);
  assert.equal(askedToCompareWith(c), once);
});
