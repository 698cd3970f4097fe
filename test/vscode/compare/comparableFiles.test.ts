import assert from "node:assert/strict";
import { test } from "node:test";
import type { WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import { comparableFiles } from "../../../extension/vscode/compare/comparableFiles.ts";

const summary: WeightsSummary = {
  format: "npz",
  byteLength: 4,
  tensors: [{ name: "a", dtype: "F32", shape: [1] }],
  metadata: [],
  network: null,
  noNetworkBecause: "a.npz: expected weights and biases of dense layers, found one number.",
  training: null,
  stateDict: null,
  isTorchScript: false,
  remarks: [],
};

function file(name: string, modifiedMs: number, folder = "models") {
  return { place: `${folder}/${name}`, name, folder, modifiedMs };
}

/** Reads every file but broken ones. */
async function read(place: string): Promise<WeightsSummary> {
  if (place.includes("broken")) throw new Error(`${place}: expected a weights file, found an empty file.`);
  return summary;
}

test("files to compare are the newest first with what is in them, and those that cannot be read come last", async () => {
  const files = [file("old.npz", 1), file("broken.npz", 4), file("new.npz", 3, "other"), file("broken too.npz", 2)];
  const found = await comparableFiles(files, read, new AbortController().signal);
  assert.deepEqual(
    found.map(({ name, words }) => `${name}: ${words}`),
    ["new.npz: 1 tensor", "old.npz: 1 tensor", "broken.npz: cannot be read", "broken too.npz: cannot be read"],
  );
});

test("the parts of a model that has an index are not offered one by one", async () => {
  const files = [
    file("model-00001-of-00002.safetensors", 2),
    file("model-00002-of-00002.safetensors", 3),
    file("model.safetensors.index.json", 1),
  ];
  const found = await comparableFiles(files, read, new AbortController().signal);
  assert.deepEqual(
    found.map(({ name }) => name),
    ["model.safetensors.index.json"],
  );
});

test("a file that takes too long keeps its place, and is not said to be broken", async () => {
  const ended = AbortSignal.abort();
  const late = async (place: string, signal: AbortSignal) => {
    if (place.endsWith("late.npz")) signal.throwIfAborted();
    return summary;
  };
  const found = await comparableFiles([file("known.npz", 1), file("late.npz", 2)], late, ended);
  assert.deepEqual(
    found.map(({ name, words }) => `${name}: ${words}`),
    ["late.npz: ", "known.npz: 1 tensor"],
  );
});
