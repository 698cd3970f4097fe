import type { Examples } from "../datasets/examples.ts";
import { assertNever } from "../protocol/assertNever.ts";
import { longestOf, partFrom } from "../protocol/listParts.ts";
import type { ComparisonOutline, PairedTensors } from "../protocol/weightsComparison.ts";
import type {
  ComparisonRequestType,
  HostToWeights,
  WeightsReply,
  WeightsRequestType,
} from "../protocol/weightsMessages.ts";
import { outlineComparison } from "../weights/comparison/comparisonOutline.ts";
import { matchNetworks } from "../weights/comparison/matchedNetworks.ts";
import { compareTensors } from "../weights/comparison/tensorDifference.ts";
import { changeTensor, comparedTensors } from "../weights/comparison/tensorViews.ts";
import { readSlice } from "../weights/tensors/tensorSlice.ts";
import type { StoredTensor } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { compareReadings } from "./comparedReadings.ts";
import type { OpenedFile } from "./openedFile.ts";

/** A request about two files. */
export type ComparisonRequest = Extract<HostToWeights, { readonly type: ComparisonRequestType }>;

/** What it came to, and the buffers of it that are handed over. */
export interface ComparisonAnswer {
  readonly reply: WeightsReply<WeightsRequestType>;
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Does what is asked about two files, piece by piece, giving the share that is done, 0…1.
 *
 * @param examples what the networks are to read; only asked for where they are to read
 * @throws {WeightsFileError}
 */
export function* comparisonWork(
  request: ComparisonRequest,
  a: OpenedFile,
  b: OpenedFile,
  examples: Examples | undefined,
): Generator<number, ComparisonAnswer> {
  switch (request.type) {
    case "outlineComparison": {
      const outline = outlineOf(a, b);
      const lists = listsOf(outline);
      return { reply: { outline: { ...outline, ...partFrom(lists, 0) }, longest: longestOf(lists) } };
    }
    case "listPairs":
      return { reply: partFrom(listsOf(outlineOf(a, b)), request.from) };
    case "compareTensors": {
      const { a: ofA, b: ofB } = tensorsOf(request, a, b);
      return { reply: yield* compareTensors(ofA, ofB) };
    }
    case "readComparedSlice": {
      const { a: ofA, b: ofB } = tensorsOf(request, a, b);
      const tensor = { a: ofA, b: ofB, change: changeTensor(ofA, ofB) }[request.which];
      const slice = yield* readSlice(tensor, request.slice);
      return { reply: slice, transfer: [slice.values.buffer] };
    }
    case "matchNeurons":
      return { reply: yield* matchNetworks(a, b) };
    case "compareReadings": {
      if (examples === undefined) throw new RangeError("Readings: expected examples, found none.");
      const readings = yield* compareReadings(a, b, examples);
      return { reply: readings, transfer: [readings.pictures.buffer] };
    }
    default:
      return assertNever(request);
  }
}

/** Made once: it takes the longer the more tensors there are, and is looked into for each of them. */
function outlineOf(a: OpenedFile, b: OpenedFile): ComparisonOutline {
  const known = a.outlines.get(b);
  if (known) return known;
  const outline = outlineComparison(a, b);
  a.outlines.set(b, outline);
  return outline;
}

function listsOf({ pairs, onlyInA, onlyInB }: ComparisonOutline): PairedTensors {
  return { pairs, onlyInA, onlyInB };
}

/** The two tensors of a pair, as they are compared. */
function tensorsOf(
  { pair: index, order }: Extract<ComparisonRequest, { pair: number }>,
  a: OpenedFile,
  b: OpenedFile,
): { readonly a: StoredTensor; readonly b: StoredTensor } {
  const { pairs } = outlineOf(a, b);
  const pair = pairs[index];
  if (pair === undefined) {
    throw new WeightsFileError("comparison", `expected one of ${pairs.length} pairs of tensors, found ${index}.`);
  }
  if (pair.problem !== null) throw new WeightsFileError("comparison", pair.problem);
  return comparedTensors(a, b, pair, order);
}
