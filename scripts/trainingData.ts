import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { findIdxPairs, type IdxPair, namesOf } from "../extension/datasets/idxPairs.ts";
import type { DatasetSource, NamedBytes } from "../extension/protocol/trainerMessages.ts";
import { Refusal } from "./refusal.ts";

/**
 * Reads the examples to train and to test on.
 *
 * @param data a folder of IDX files, or built-in
 * @param test a folder of IDX files to test on, if not those of `data`
 * @throws {Refusal} when there is no such folder
 * @throws {IdxError} when it does not hold a dataset's files
 */
export async function readTrainingData(data: string, test: string | undefined): Promise<DatasetSource> {
  if (data === "built-in") return { kind: "builtIn" };
  const names = await filesOf("--data", data);
  const pairs = findIdxPairs(names, basename(resolve(data)));
  if (test === undefined)
    return { kind: "idx", folder: basename(resolve(data)), files: await readFiles(data, namesOf(pairs)) };
  const testPairs = findTestPair(await filesOf("--test", test), basename(resolve(test)));
  const training = await readFiles(data, [pairs.training.images, pairs.training.labels]);
  const testing = await readFiles(test, [testPairs.images, testPairs.labels]);
  // One list for the reader: it knows the pairs by their names.
  const renamed = testing.map(({ bytes }, k) => ({
    name: k === 0 ? "test-images-idx3-ubyte" : "test-labels-idx1-ubyte",
    bytes,
  }));
  return { kind: "idx", folder: basename(resolve(data)), files: [...training, ...renamed] };
}

/** The test pair of a folder, or its only one. */
function findTestPair(names: readonly string[], folder: string): IdxPair {
  const testNames = names.filter((name) => /(^|[^a-z])(t10k|test)/i.test(name));
  if (testNames.length === 0) return findIdxPairs(names, folder).training;
  // Without the word that marks a test, the pair is found like one to train on.
  const found = findIdxPairs(
    testNames.map((name) => name.replace(/t10k|test/i, "only")),
    folder,
  ).training;
  const original = (name: string) =>
    testNames[testNames.findIndex((test) => test.replace(/t10k|test/i, "only") === name)];
  return { images: original(found.images), labels: original(found.labels) };
}

async function filesOf(argument: string, folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new Refusal(`${argument}: expected a folder of IDX files, found none at ${folder}.`, { cause });
  }
}

function readFiles(folder: string, names: readonly string[]): Promise<NamedBytes[]> {
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      return { name, bytes: new Uint8Array(content) };
    }),
  );
}
