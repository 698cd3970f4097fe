import { assertNever } from "../../extension/protocol/assertNever.ts";
import type {
  ComparisonWork,
  HostToCompare,
  OpenedComparison,
  ReadExamples,
  Side,
  SideNames,
} from "../../extension/protocol/compareMessages.ts";
import type { MeasuredPair } from "../../extension/protocol/comparisonInWords.ts";
import { type ComparisonLists, listsOf, noLists, withLists } from "../../extension/protocol/comparisonLists.ts";
import { withPart } from "../../extension/protocol/listParts.ts";
import type { NeuronMatching, TensorDifference } from "../../extension/protocol/weightsComparison.ts";

/** What became of a pair: how far apart the two are, or why that cannot be said. */
export interface ComparedPair {
  readonly difference: TensorDifference | null;
  readonly problem: string | null;
}

/** All that the page knows, as the host last told it. */
export interface CompareState {
  readonly comparison: OpenedComparison | null;
  /** of a comparison that is to come */
  readonly listed: ComparisonLists;
  readonly refusal: { readonly names: SideNames; readonly message: string } | null;
  /** by their places in the outline, as the files have them */
  readonly stored: ReadonlyMap<number, ComparedPair>;
  /** the network's, with B's neurons where their partners are */
  readonly reordered: ReadonlyMap<number, ComparedPair>;
  readonly matching: NeuronMatching | null;
  readonly matchingProblem: string | null;
  readonly read: ReadExamples | null;
  readonly readProblem: string | null;
  readonly progress: { readonly work: ComparisonWork; readonly share: number } | null;
  readonly changedSides: ReadonlySet<Side>;
}

export const unknownComparison: CompareState = {
  comparison: null,
  listed: noLists,
  refusal: null,
  stored: new Map(),
  reordered: new Map(),
  matching: null,
  matchingProblem: null,
  read: null,
  readProblem: null,
  progress: null,
  changedSides: new Set(),
};

type StateMessage = Exclude<HostToCompare, { type: "sliceRead" | "sliceRefused" }>;

export function compareStateAfter(before: CompareState, message: StateMessage): CompareState {
  switch (message.type) {
    case "comparisonListed":
      return { ...before, listed: withPart(before.listed, message.from, message.lists) };
    case "comparisonOpened": {
      const lists = withPart(before.listed, message.listedBefore, listsOf(message.comparison));
      return { ...unknownComparison, comparison: withLists(message.comparison, lists) };
    }
    case "comparisonRefused":
      return { ...unknownComparison, refusal: message };
    case "pairCompared": {
      const { pair, difference, problem } = message;
      const which = message.isReordered ? "reordered" : "stored";
      return { ...before, [which]: new Map(before[which]).set(pair, { difference, problem }) };
    }
    case "neuronsMatched":
      return { ...before, matching: message.matching, matchingProblem: message.problem };
    case "examplesRead":
      // When other examples cannot be read, those before stay, and with them the choice of others.
      return { ...before, read: message.read ?? before.read, readProblem: message.problem };
    case "progressed":
      return { ...before, progress: message.work && { work: message.work, share: message.share } };
    case "sideChanged":
      return { ...before, changedSides: new Set([...before.changedSides, message.side]) };
    default:
      return assertNever(message);
  }
}

/** Every pair with what is known of it. @param isReordered takes the network's with B's neurons reordered, where known */
export function measuredPairs(state: CompareState, isReordered: boolean): MeasuredPair[] {
  const pairs = state.comparison?.outline.pairs ?? [];
  return pairs.map((pair, place) => ({
    pair,
    difference: comparedPair(state, place, isReordered)?.difference ?? null,
  }));
}

/** What is known of one pair; undefined while it was not compared yet. */
export function comparedPair(state: CompareState, pair: number, isReordered: boolean): ComparedPair | undefined {
  return (isReordered ? state.reordered.get(pair) : undefined) ?? state.stored.get(pair);
}

/** Layers of the two networks, the input's included; null where they are no networks of the same sizes. */
export function layerCountOf({ comparison }: CompareState): number | null {
  return comparison?.outline.haveSameSizes ? (comparison.a.network?.sizes.length ?? null) : null;
}

/** Whether every pair that can be compared was. */
export function areAllCompared(state: CompareState): boolean {
  const pairs = state.comparison?.outline.pairs ?? [];
  return pairs.every(({ problem }, place) => problem !== null || state.stored.has(place));
}
