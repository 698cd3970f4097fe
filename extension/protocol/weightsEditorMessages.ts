import * as v from "valibot";
import { sliceRequestSchema } from "./sliceRequestSchema.ts";
import type { TensorForm, TensorSlice, TensorStatistics, WeightsFormatName, WeightsSummary } from "./weightsSummary.ts";

/** A weights file as it was when it was last read. */
export interface ReadWeightsFile {
  /** counts how often the file was read: what is asked of an earlier reading is refused */
  readonly reading: number;
  readonly name: string;
  /** when it was written, in milliseconds since 1970 */
  readonly modifiedMs: number;
  /** of its tensors those alone that were not listed before */
  readonly summary: WeightsSummary;
  /** how many were listed before */
  readonly tensorsBefore: number;
}

/**
 * Why what is shown is not what is in the file now:
 * - `settling`: it is being written, and will be read in a moment
 * - `unreadable`: it cannot be read
 */
export type FileTrouble =
  | { readonly type: "settling" }
  | { readonly type: "unreadable"; readonly problem: FileProblem; readonly sinceMs: number };

/** Why a file cannot be opened. */
export interface FileProblem {
  /** one sentence */
  readonly message: string;
  /** as what it was recognised nevertheless */
  readonly format: WeightsFormatName | null;
}

/** What the page asks for about tensors, and what it is answered. */
export interface WeightsPageRequests {
  readSlice: TensorSlice;
  takeStatistics: TensorStatistics;
}
export type WeightsPageRequestType = keyof WeightsPageRequests;

/** What of a file somebody wants to see. */
export type WeightsPart =
  | { readonly kind: "tensor"; readonly name: string }
  /** of the network that was found in it; both count from 0, layer 0 being the input */
  | { readonly kind: "neuron"; readonly layer: number; readonly neuron: number };

/** From the extension host to the weights editor's page. Nothing is sent before its `ready`. */
export type HostToWeightsPage =
  /** before a file of very many tensors: all but the last of them, one message after the other, from index 0 on */
  | { readonly type: "tensorsListed"; readonly from: number; readonly tensors: readonly TensorForm[] }
  /** after `ready`, and whenever the file was read anew; null before it was ever read */
  | { readonly type: "fileChanged"; readonly file: ReadWeightsFile | null; readonly trouble: FileTrouble | null }
  /** the file as it was sent is still what was read last */
  | { readonly type: "troubleChanged"; readonly trouble: FileTrouble | null }
  /** after a file: somebody came for this part of it */
  | { readonly type: "showPart"; readonly part: WeightsPart }
  | { readonly type: "replied"; readonly id: number; readonly reply: TensorSlice | TensorStatistics }
  | { readonly type: "refused"; readonly id: number; readonly message: string }
  /** `share` of a request is done, 0…1 */
  | { readonly type: "progressed"; readonly id: number; readonly share: number };

const id = v.pipe(v.number(), v.safeInteger());
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** names the page's request in the answer; `tensor` is an index in the summary of that reading */
const askedOfTensor = { id, reading: id, tensor: index };

/** From the weights editor's page to the extension host. Unknown until parsed. */
export const weightsPageMessageSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("readSlice"), ...askedOfTensor, slice: sliceRequestSchema }),
  v.object({ type: v.literal("takeStatistics"), ...askedOfTensor }),
  /** the answer to a request is wanted no longer: none comes */
  v.object({ type: v.literal("cancel"), id }),
  v.object({ type: v.literal("loadIntoPanel") }),
  v.object({ type: v.literal("compare") }),
  v.object({ type: v.literal("copyLoadingCode") }),
  /** an error in the page, for the output channel */
  v.object({ type: v.literal("failed"), message: v.string(), stack: v.string() }),
]);
export type WeightsPageToHost = v.InferOutput<typeof weightsPageMessageSchema>;
