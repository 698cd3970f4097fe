import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenedComparison, ReadExamples } from "../../../extension/protocol/compareMessages.ts";
import { listsOf, withLists } from "../../../extension/protocol/comparisonLists.ts";
import { partsOf } from "../../../extension/protocol/listParts.ts";
import { compareStateAfter, unknownComparison } from "../../../webview/compare/compareState.ts";

test("examples that were read stay when others cannot be, so that others still can be chosen", () => {
  const read = { dataset: "built-in", label: "built-in digits" } as ReadExamples;
  const before = compareStateAfter(unknownComparison, { type: "examplesRead", read, problem: null });
  const problem = "mnist: expected it on the shelf, found none.";
  const after = compareStateAfter(before, { type: "examplesRead", read: null, problem });
  assert.equal(after.read, read);
  assert.equal(after.readProblem, problem);
});

test("a comparison that was listed in parts is whole, and one before it stays until then", () => {
  const tensors = Array.from({ length: 2500 }, (_, i) => ({ name: `${i}`, dtype: "F32", shape: [i] }));
  const pairs = tensors.slice(0, 1500).map((_, i) => ({ a: i, b: i + 1 }));
  const places = [...tensors.keys()];
  const outline = { pairs, onlyInA: places.slice(1500), onlyInB: [0, ...places.slice(1501)], remarks: ["odd"] };
  const comparison = { a: { tensors }, b: { tensors }, outline, offered: [] } as unknown as OpenedComparison;
  const few = { ...comparison, a: { ...comparison.a, tensors: [] } };
  let state = compareStateAfter(unknownComparison, { type: "comparisonOpened", comparison: few, listedBefore: 0 });
  // Begun twice: what was listed of the first is void.
  for (const { from, part, isLast } of [[...partsOf(listsOf(comparison))][0], ...partsOf(listsOf(comparison))]) {
    assert.deepEqual(state.comparison, few);
    state = isLast
      ? compareStateAfter(state, {
          type: "comparisonOpened",
          comparison: withLists(comparison, part),
          listedBefore: from,
        })
      : compareStateAfter(state, { type: "comparisonListed", from, lists: part });
  }
  assert.deepEqual(state.comparison, comparison);
});
