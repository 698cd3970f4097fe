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
import type { NeuronMatching } from "../../extension/protocol/weightsComparison.ts";
import { ComparedPairs } from "./comparedPairs.ts";

/** All that the page knows, as the host last told it. */
export interface CompareState {
  readonly comparison: OpenedComparison | null;
  /** of a comparison that is to come */
  readonly listed: ComparisonLists;
  readonly refusal: { readonly names: SideNames; readonly message: string } | null;
  /** what became of its pairs, which alone grows in place; null where there is no comparison */
  readonly compared: ComparedPairs | null;
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
  compared: null,
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
      const compared = new ComparedPairs(lists.pairs);
      return { ...unknownComparison, comparison: withLists(message.comparison, lists), compared };
    }
    case "comparisonRefused":
      return { ...unknownComparison, refusal: message };
    case "pairCompared":
      before.compared?.tell(message);
      return before;
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
export function measuredPairs({ comparison, compared }: CompareState, isReordered: boolean): MeasuredPair[] {
  const pairs = comparison?.outline.pairs ?? [];
  return pairs.map((pair, place) => ({ pair, difference: compared?.of(place, isReordered)?.difference ?? null }));
}

/** Layers of the two networks, the input's included; null where they are no networks of the same sizes. */
export function layerCountOf({ comparison }: Pick<CompareState, "comparison">): number | null {
  return comparison?.outline.haveSameSizes ? (comparison.a.network?.sizes.length ?? null) : null;
}
