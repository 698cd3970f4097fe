import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadExamples } from "../../../extension/protocol/compareMessages.ts";
import { compareStateAfter, unknownComparison } from "../../../webview/compare/compareState.ts";

test("examples that were read stay when others cannot be, so that others still can be chosen", () => {
  const read = { dataset: "built-in", label: "built-in digits" } as ReadExamples;
  const before = compareStateAfter(unknownComparison, { type: "examplesRead", read, problem: null });
  const problem = "mnist: expected it on the shelf, found none.";
  const after = compareStateAfter(before, { type: "examplesRead", read: null, problem });
  assert.equal(after.read, read);
  assert.equal(after.readProblem, problem);
});
