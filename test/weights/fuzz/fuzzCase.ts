import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import type { SliceRequest } from "../../../extension/protocol/weightsSummary.ts";
import { readSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import type { WeightsSample } from "../samples/weightsSamples.ts";
import { AskedServer } from "./askedServer.ts";
import { changeAtRandom } from "./changeAtRandom.ts";
import { requirePlain } from "./requirePlain.ts";

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

/** Looks at all that is shown of a changed file. The number is the case's, negative for a file that was not changed. */
export type LookThrough = (changed: WeightsSample, whole: WeightsSample, number: number) => Promise<Outcome>;

/**
 * Asks the weights reader's worker for all that the editor shows of a file: its table of contents and the network in it,
 * small tensors' statistics, a corner and a picture of every tensor, the network, and what changed since the sample was
 * whole.
 *
 * @throws when an answer is anything else than a reply or one plain sentence, or a reply contradicts itself
 */
export async function lookThrough(changed: WeightsSample, whole: WeightsSample): Promise<Outcome> {
  const server = new AskedServer({ changed, whole });
  const summary = await server.open(file, "changed");
  if (summary === undefined) return "refused";
  const names = new Set(summary.tensors.map(({ name }) => name));
  if (names.size < summary.tensors.length) throw new Error("Two tensors are shown by one name.");
  for (const sentence of [...summary.remarks, ...(summary.network?.remarks ?? [])]) requirePlain(sentence);
  if (summary.noNetworkBecause !== null) requirePlain(summary.noNetworkBecause);
  for (const [tensor, form] of summary.tensors.slice(0, mostTensors).entries()) {
    const count = numberCount(form.shape);
    if (count <= mostCounted) await server.ask({ type: "takeStatistics", file, tensor });
    await server.ask({ type: "readSlice", file, tensor, slice: lastCorner(form.shape) });
    if (tensor < 3) await server.ask({ type: "drawTensor", file, tensor, page: "dark" });
  }
  if (summary.network !== null) {
    const [{ weight, isTransposed }] = summary.network.layers;
    await server.ask({
      type: "drawNeurons",
      file,
      neurons: { tensor: weight, isTransposed, first: 0, count: 4 },
      page: "dark",
    });
    const otherwise = summary.network.sizes.slice(1).map(() => "relu" as const);
    const read = await server.ask({ type: "readNetwork", file, otherwise });
    if (read !== undefined) readAsSaved(read.bytes);
  }
  const other = 2;
  if ((await server.open(other, "whole")) === undefined) throw new Error("The whole sample was refused.");
  const outline = (await server.ask({ type: "outlineComparison", file, other }))?.outline;
  for (const sentence of [...(outline?.differences ?? []), ...(outline?.remarks ?? [])]) requirePlain(sentence);
  for (const [pair, { shape, problem }] of outline?.pairs.slice(0, 2).entries() ?? []) {
    if (problem !== null) requirePlain(problem);
    if (numberCount(shape) <= mostCounted) await server.ask({ type: "compareTensors", file, other, pair, order: null });
  }
  if (outline?.haveSameSizes) await server.ask({ type: "matchNeurons", file, other });
  await server.ask({ type: "close", file: other });
  await server.ask({ type: "close", file });
  return "shown";
}

/** What is loaded into the panel is read again there. @throws when it is refused otherwise than with one plain sentence */
function readAsSaved(bytes: Uint8Array): void {
  try {
    readSavedNetwork(bytes, "the network");
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    requirePlain(error.message);
  }
}

const file = 1;
const mostTensors = 8;
/** Larger ones are read in part only: the issue's “small tensors”. */
const mostCounted = 100_000;

/** The last 16 rows and columns of the last two dimensions. */
function lastCorner(shape: readonly number[]): SliceRequest {
  const dimensions = shape.length;
  const [height, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const [rows, columns] = [Math.min(height, 16), Math.min(width, 16)];
  return {
    rowDimension: dimensions < 2 ? null : dimensions - 2,
    columnDimension: dimensions === 0 ? null : dimensions - 1,
    at: shape.map((size) => Math.max(0, size - 1)),
    firstRow: height - rows,
    firstColumn: width - columns,
    rows,
    columns,
    mostRows: 16,
    mostColumns: 16,
  };
}
