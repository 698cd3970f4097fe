import * as v from "valibot";
import type { ComparisonLists } from "./comparisonLists.ts";
import { sliceRequestSchema } from "./sliceRequestSchema.ts";
import type { ComparedReadings, ComparisonOutline, NeuronMatching, TensorDifference } from "./weightsComparison.ts";
import { comparedWhichNames } from "./weightsMessages.ts";
import type { FoundNetwork, TensorForm, TensorSlice, WeightsFormatName } from "./weightsSummary.ts";

/** What is compared, in words that can be kept across a reload of the window. */
const sideNameSchema = v.variant("kind", [
  v.object({ kind: v.literal("file"), uri: v.string() }),
  v.object({ kind: v.literal("live") }),
]);
/** A weights file by its URI, of any scheme, or the live network. */
export type SideName = v.InferOutput<typeof sideNameSchema>;

/** A is what was, B is what is: the change is B − A. */
export const sideNamesSchema = v.object({ a: sideNameSchema, b: sideNameSchema });
export type SideNames = v.InferOutput<typeof sideNamesSchema>;

export const sides = ["a", "b"] as const;
export type Side = (typeof sides)[number];

/** One side as it was opened. */
export interface OpenedSide {
  readonly name: SideName;
  /** for people: "digits.safetensors", "digits.safetensors (HEAD)", "the live network" */
  readonly title: string;
  /** where it is, or when it was taken: a folder, "at step 1,200" */
  readonly detail: string;
  readonly format: WeightsFormatName;
  readonly byteLength: number;
  readonly tensors: readonly TensorForm[];
  readonly network: FoundNetwork | null;
}

/** A dataset that both can be held to. */
export interface OfferedExamples {
  readonly dataset: string;
  /** for people: "built-in digits" */
  readonly label: string;
}

/** Two sides, before any number was read. */
export interface OpenedComparison {
  readonly a: OpenedSide;
  readonly b: OpenedSide;
  readonly outline: ComparisonOutline;
  /** empty where the two are no networks that read digits */
  readonly offered: readonly OfferedExamples[];
}

/** What both read in a dataset's held-out examples. */
export interface ReadExamples extends OfferedExamples {
  readonly readings: ComparedReadings;
  /** of the ten outputs, [10] */
  readonly outputNames: readonly string[];
}

/** What is under way, for a line of words. */
export type ComparisonWork = "tensors" | "neurons" | "readings";

/** From the extension host to the page of a comparison. Nothing is sent before its `ready`. */
export type HostToCompare =
  /** before a comparison of very many tensors: all but the last of its lists, one message after the other, from index 0 on */
  | { readonly type: "comparisonListed"; readonly from: number; readonly lists: ComparisonLists }
  /** a comparison begins, or begins anew: what was told of another is void */
  | {
      readonly type: "comparisonOpened";
      /** of its lists that alone that was not listed before */
      readonly comparison: OpenedComparison;
      /** how many entries of each were listed before */
      readonly listedBefore: number;
    }
  /** there is none: a side cannot be opened */
  | { readonly type: "comparisonRefused"; readonly names: SideNames; readonly message: string }
  | {
      readonly type: "pairCompared";
      /** its place in the outline */
      readonly pair: number;
      /** whether B's neurons stood where their partners are */
      readonly isReordered: boolean;
      readonly difference: TensorDifference | null;
      /** why there is no difference, in one sentence */
      readonly problem: string | null;
    }
  | { readonly type: "neuronsMatched"; readonly matching: NeuronMatching | null; readonly problem: string | null }
  | { readonly type: "examplesRead"; readonly read: ReadExamples | null; readonly problem: string | null }
  /** `share` of what is under way is done, 0…1; null when nothing is */
  | { readonly type: "progressed"; readonly work: ComparisonWork | null; readonly share: number }
  /** what was compared is not what is there now */
  | { readonly type: "sideChanged"; readonly side: Side }
  | { readonly type: "sliceRead"; readonly id: number; readonly slice: TensorSlice }
  | { readonly type: "sliceRefused"; readonly id: number; readonly message: string };

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** From the page of a comparison to the extension host. Unknown until parsed. */
export const compareMessageSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  /** `id` names the request in the answer */
  v.object({
    type: v.literal("readSlice"),
    id: whole,
    pair: whole,
    which: v.picklist(comparedWhichNames),
    isReordered: v.boolean(),
    slice: sliceRequestSchema,
  }),
  /** the answer is wanted no longer: none comes */
  v.object({ type: v.literal("cancelSlice"), id: whole }),
  /** compares anew, with what is there now */
  v.object({ type: v.literal("compareAgain") }),
  /** takes B for A and A for B */
  v.object({ type: v.literal("swapSides") }),
  /** compares the network's tensors with B's neurons where their partners are */
  v.object({ type: v.literal("compareReordered") }),
  v.object({ type: v.literal("readExamples"), dataset: v.string() }),
  v.object({ type: v.literal("openSide"), side: v.picklist(sides) }),
  /** an error in the page, for the output channel */
  v.object({ type: v.literal("failed"), message: v.string(), stack: v.string() }),
]);
export type CompareToHost = v.InferOutput<typeof compareMessageSchema>;
