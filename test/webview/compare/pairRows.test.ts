import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostToCompare, OpenedComparison } from "../../../extension/protocol/compareMessages.ts";
import type { TensorDifference } from "../../../extension/protocol/weightsComparison.ts";
import { type CompareState, compareStateAfter, unknownComparison } from "../../../webview/compare/compareState.ts";
import { type PairRow, PairRows } from "../../../webview/compare/pairRows.ts";

function opened(count: number, look: () => void = () => undefined): CompareState {
  const tensors = Array.from({ length: count + 1 }, (_, i) => ({ name: `t${i}`, dtype: "F32", shape: [2] }));
  const pairs = tensors.slice(1).map((_, i) => ({
    get a() {
      look();
      return i;
    },
    b: i,
    part: null,
    get shape() {
      look();
      return [i === 1 ? 3 : 2];
    },
    get problem() {
      look();
      return i === 1 ? "Its shape is another." : null;
    },
  }));
  const outline = { pairs, onlyInA: [count], onlyInB: [] };
  const comparison = { a: { tensors }, b: { tensors }, outline, offered: [] } as unknown as OpenedComparison;
  return compareStateAfter(unknownComparison, { type: "comparisonOpened", comparison, listedBefore: 0 });
}

function told(pair: number, relativeChange: number, isReordered = false): HostToCompare & { type: "pairCompared" } {
  const difference = { relativeChange, lengthOfChange: relativeChange } as TensorDifference;
  return { type: "pairCompared", pair, isReordered, difference, problem: null };
}

test("rows say what was told of their pairs, and how large that is among all", () => {
  const rows = new PairRows();
  const state = opened(4);
  const says = () => rows.rows.map((row) => [row.name, row.lack ?? row.difference?.relativeChange, rows.shareOf(row)]);
  assert.equal(rows.update(state, false), "rows");
  const [first, other, second, third, lone] = [0, 1, 2, 3, 4].map((i) => [`t${i}`, undefined as unknown, 0]);
  other[1] = "2 in B";
  lone[1] = "only in A";
  assert.deepEqual(says(), [first, other, second, third, lone]);
  compareStateAfter(state, told(0, 0.25));
  compareStateAfter(state, told(2, 1));
  compareStateAfter(state, { ...told(3, 0), difference: null, problem: "The disk failed." });
  assert.equal(rows.update(state, false), "words");
  assert.deepEqual(says(), [["t0", 0.25, 0.25], other, ["t2", 1, 1], ["t3", "other form", 0], lone]);
  assert.equal(rows.update(state, false), null);
  assert.equal(state.compared?.areAll, true);
});

test("the largest change that is gone when neurons are reordered is no longer what others are held against", () => {
  const rows = new PairRows();
  const state = opened(3);
  for (const message of [told(0, 4), told(2, 1)]) compareStateAfter(state, message);
  const shares = (isReordered: boolean) => {
    const news = rows.update(state, isReordered);
    return [news, ...rows.rows.map((row) => rows.shareOf(row))];
  };
  assert.deepEqual(shares(false), ["rows", 1, 0, 0.25, 0]);
  assert.deepEqual(shares(true), ["rows", 1, 0, 0.25, 0]);
  compareStateAfter(state, told(0, 0.5, true));
  assert.deepEqual(shares(true), ["words", 0.5, 0, 1, 0]);
  assert.deepEqual(shares(false), ["rows", 1, 0, 0.25, 0]);
});

test("of many pairs that are told one a frame, each is looked at as often as one of few, and no row is made twice", () => {
  const looksOfEach = (count: number) => {
    let looks = 0;
    const rows = new PairRows();
    const made = new Set<PairRow>();
    let state = opened(count, () => looks++);
    const { compared } = state;
    assert.ok(compared);
    const known = compared.of.bind(compared);
    compared.of = (...asked) => {
      looks++;
      return known(...asked);
    };
    for (let pair = 0; pair < count; pair++) {
      if (pair !== 1) state = compareStateAfter(state, told(pair, 1));
      rows.update(state, false);
      assert.equal(state.compared, compared);
      if (compared.areAll) assert.equal(pair, count - 1);
      if (pair % 100 === 0 || pair === count - 1) for (const row of rows.rows) made.add(row);
    }
    assert.equal(made.size, count + 1);
    return looks / count;
  };
  const [few, many] = [looksOfEach(10), looksOfEach(1000)];
  // One pair of other shapes, which is never told of, counts for less among many.
  assert.ok(many < few + 1, `${few} and ${many}`);
});
