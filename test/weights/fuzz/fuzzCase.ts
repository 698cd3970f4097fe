import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { readNetworkBytes } from "../../../extension/weights/networkBytes.ts";
import { countOf, takeStatistics } from "../../../extension/weights/statistics.ts";
import { readSlice } from "../../../extension/weights/tensorSlice.ts";
import type { StoredTensor } from "../../../extension/weights/weightsFile.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import { OpenedFile } from "../../../extension/weightsReader/openedFile.ts";
import { type DiskSource, SourcesOnDisk } from "../../../extension/weightsReader/sourcesOnDisk.ts";
import type { WeightsSample } from "../samples/weightsSamples.ts";
import { changeAtRandom } from "./changeAtRandom.ts";

/** What came of a file: it could be shown, or it was refused as it should be. Anything else is thrown. */
export type Outcome = "shown" | "refused";

/**
 * The file of a case: the same seed, number and samples give the same file on every machine.
 *
 * @param number counts the cases of a seed; the samples take turns
 */
export function fuzzedSample(samples: readonly WeightsSample[], seed: number, number: number): WeightsSample {
  const generator = new SeededGenerator(seed, number);
  const sample = samples[number % samples.length];
  const files = samples.map(({ bytes }) => bytes);
  const besides = [...(sample.beside ?? [])];
  if (besides.length === 0 || generator.nextBelow(2) === 0) {
    return { ...sample, bytes: changeAtRandom(sample.bytes, files, generator) };
  }
  // A file beside it is the bad one.
  const [name, bytes] = besides[generator.nextBelow(besides.length)];
  return { ...sample, beside: new Map([...besides, [name, changeAtRandom(bytes, files, generator)]]) };
}

/** Opens a file, and looks at all that is shown of it. */
export type LookThrough = (sample: WeightsSample) => Promise<Outcome>;

/**
 * Opens a file as the worker does, looks for a network in it, and reads what is shown: small tensors' statistics, a
 * corner of every tensor, the network.
 *
 * @throws when the reader fails otherwise than with one plain sentence, or contradicts itself
 */
export async function lookThrough(sample: WeightsSample): Promise<Outcome> {
  let opened: OpenedFile;
  try {
    opened = await OpenedFile.open({ kind: "path", path: `/${sample.name}` }, new SourcesOnDisk(inMemory(sample)));
  } catch (error) {
    requireSentence(error);
    return "refused";
  }
  try {
    const { file, summary, source, name } = opened;
    requireUniqueNames(file.tensors);
    structuredClone(summary);
    for (const because of [...summary.remarks, summary.noNetworkBecause ?? "a.", ...(summary.network?.remarks ?? [])]) {
      requirePlain(because);
    }
    for (const tensor of file.tensors.slice(0, mostTensors)) lookAt(tensor);
    orRefused(() => readNetworkBytes(file, summary, source, new Array(100).fill("relu"), name));
    return "shown";
  } finally {
    opened.close();
  }
}

const mostTensors = 100;
/** Larger ones are read in part only: the "small tensors". */
const mostCounted = 100_000;

function lookAt(tensor: StoredTensor): void {
  const count = countOf(tensor);
  if (count > Number.MAX_SAFE_INTEGER && tensor.isReadable) {
    throw new Error(`${tensor.name} is shown with ${count} numbers, which no file holds.`);
  }
  if (count <= mostCounted) orRefused(() => exhausted(takeStatistics(tensor)));
  if (tensor.shape.includes(0)) return;
  const dimensions = tensor.shape.length;
  const [rows, columns] = [tensor.shape.at(-2) ?? 1, tensor.shape.at(-1) ?? 1].map((size) => Math.min(size, 16));
  orRefused(() =>
    exhausted(
      readSlice(tensor, {
        rowDimension: dimensions < 2 ? null : dimensions - 2,
        columnDimension: dimensions === 0 ? null : dimensions - 1,
        at: tensor.shape.map((size) => size - 1),
        firstRow: (tensor.shape.at(-2) ?? 1) - rows,
        firstColumn: (tensor.shape.at(-1) ?? 1) - columns,
        rows,
        columns,
        mostRows: 16,
        mostColumns: 16,
      }),
    ),
  );
}

function exhausted<Result>(steps: Generator<unknown, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function orRefused(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    requireSentence(error);
  }
}

/** Only this is a refusal; any other error is a crash. */
function requireSentence(error: unknown): void {
  if (!(error instanceof WeightsFileError)) throw error;
  requirePlain(error.message);
}

const mostSentenceLength = 500;

function requirePlain(sentence: string): void {
  if (/^[^\p{Cc}]*\.$/u.test(sentence) && sentence.length <= mostSentenceLength) return;
  const found = `${sentence.length} characters: ${JSON.stringify(sentence.slice(0, 200))}`;
  throw new Error(`Expected one plain sentence of at most ${mostSentenceLength} characters, found ${found}.`);
}

function requireUniqueNames(tensors: readonly StoredTensor[]): void {
  const names = new Set(tensors.map(({ name }) => name));
  if (names.size < tensors.length) throw new Error("Two tensors are shown by one name.");
}

/** The sample's files as the worker's disk has them. */
function inMemory(sample: WeightsSample): (path: string) => DiskSource {
  const files = new Map([[sample.name, sample.bytes], ...(sample.beside ?? [])]);
  return (path) => {
    const name = path.slice(1);
    const bytes = files.get(name);
    if (bytes === undefined) {
      const cause = Object.assign(new Error("There is no such file."), { code: "ENOENT" });
      throw new WeightsFileError(name, "expected a file, found none.", { cause });
    }
    return {
      length: bytes.length,
      read: (start, length) => bytes.subarray(start, start + length),
      hasChanged: () => false,
      close: () => {},
    };
  };
}
