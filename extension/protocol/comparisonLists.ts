import type { OpenedComparison } from "./compareMessages.ts";
import type { PairedTensors } from "./weightsComparison.ts";
import type { TensorForm } from "./weightsSummary.ts";

/** What of a comparison is as long as its files have tensors. */
export interface ComparisonLists extends PairedTensors {
  readonly tensorsOfA: readonly TensorForm[];
  readonly tensorsOfB: readonly TensorForm[];
}

export const noLists: ComparisonLists = { tensorsOfA: [], tensorsOfB: [], pairs: [], onlyInA: [], onlyInB: [] };

export function listsOf({ a, b, outline }: OpenedComparison): ComparisonLists {
  const { pairs, onlyInA, onlyInB } = outline;
  return { tensorsOfA: a.tensors, tensorsOfB: b.tensors, pairs, onlyInA, onlyInB };
}

/** The same comparison with other lists. */
export function withLists(
  comparison: OpenedComparison,
  { tensorsOfA, tensorsOfB, ...paired }: ComparisonLists,
): OpenedComparison {
  const { a, b, outline } = comparison;
  return {
    ...comparison,
    a: { ...a, tensors: tensorsOfA },
    b: { ...b, tensors: tensorsOfB },
    outline: { ...outline, ...paired },
  };
}
