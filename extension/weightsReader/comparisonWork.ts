import type { Examples } from "../datasets/examples.ts";
import { assertNever } from "../protocol/assertNever.ts";
import type {
  ComparisonRequestType,
  HostToWeights,
  WeightsReply,
  WeightsRequestType,
} from "../protocol/weightsMessages.ts";
import type { ComparedFile } from "../weights/comparison/comparedFile.ts";
import { outlineComparison } from "../weights/comparison/comparisonOutline.ts";
import { matchNetworks } from "../weights/comparison/matchedNetworks.ts";
import { compareTensors } from "../weights/comparison/tensorDifference.ts";
import { changeTensor, comparedTensors } from "../weights/comparison/tensorViews.ts";
import { readSlice } from "../weights/tensors/tensorSlice.ts";
import type { StoredTensor } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { compareReadings } from "./comparedReadings.ts";

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
  a: ComparedFile,
  b: ComparedFile,
  examples: Examples | undefined,
): Generator<number, ComparisonAnswer> {
  switch (request.type) {
    case "outlineComparison":
      return { reply: outlineComparison(a, b) };
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

/** The two tensors of a pair, as they are compared. */
function tensorsOf(
  { pair: index, order }: Extract<ComparisonRequest, { pair: number }>,
  a: ComparedFile,
  b: ComparedFile,
): { readonly a: StoredTensor; readonly b: StoredTensor } {
  const { pairs } = outlineComparison(a, b);
  const pair = pairs[index];
  if (pair === undefined) {
    throw new WeightsFileError("comparison", `expected one of ${pairs.length} pairs of tensors, found ${index}.`);
  }
  if (pair.problem !== null) throw new WeightsFileError("comparison", pair.problem);
  return comparedTensors(a, b, pair, order);
}
