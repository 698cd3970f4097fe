import type { OpenedComparison } from "../../extension/protocol/compareMessages.ts";
import { pairName } from "../../extension/protocol/comparisonInWords.ts";
import type { TensorDifference, TensorPair } from "../../extension/protocol/weightsComparison.ts";
import type { ComparedPair } from "./comparedPairs.ts";
import { type CompareState, layerCountOf } from "./compareState.ts";

/** A row: a pair of tensors, or a tensor of one side alone. */
export interface PairRow {
  readonly key: string;
  /** its place in the outline; null for a tensor of one side alone */
  readonly pair: number | null;
  readonly name: string;
  readonly shape: string;
  /** null before it is known, or where there is none */
  difference: TensorDifference | null;
  /** why there is no difference, in few words; null when there is one, or none yet */
  lack: string | null;
}

/** What an update made other: all rows, what some of them say, or nothing. */
export type RowsNews = "rows" | "words" | null;

/**
 * The rows of a comparison, the pairs first, in the outline's order. They are made once; of very many those alone are then
 * looked at of which something new was told.
 */
export class PairRows {
  #rows: readonly PairRow[] = [];
  #comparison: OpenedComparison | null = null;
  #isReordered = false;
  /** how much of what was told is in the rows */
  #taken = 0;
  #mostChange = 0;

  get rows(): readonly PairRow[] {
    return this.#rows;
  }

  /** @param isReordered whether the network's tensors are shown with B's neurons where their partners are, where known */
  update({ comparison, compared }: CompareState, isReordered: boolean): RowsNews {
    const told = compared?.told ?? [];
    const areOther = comparison !== this.#comparison || isReordered !== this.#isReordered;
    if (!areOther && told.length === this.#taken) return null;
    if (areOther) this.#rows = comparison === null ? [] : rowsOf(comparison);
    // What is told of a network's pair reordered takes the place of what was known of it: the largest change may go with it.
    const isAnew = areOther || isReordered;
    if (isAnew) this.#mostChange = 0;
    for (const pair of isAnew ? (comparison?.outline.pairs.keys() ?? []) : told.slice(this.#taken)) {
      const known = compared?.of(pair, isReordered);
      if (comparison && known) this.#learn(comparison, pair, known);
    }
    this.#comparison = comparison;
    this.#isReordered = isReordered;
    this.#taken = told.length;
    return areOther ? "rows" : "words";
  }

  /** A row's relative change as a share of the largest in the table, 0…1. */
  shareOf({ difference }: PairRow): number {
    return this.#mostChange > 0 ? ((difference && changeOf(difference)) ?? 0) / this.#mostChange : 0;
  }

  #learn(comparison: OpenedComparison, pair: number, { difference, problem }: ComparedPair): void {
    const row = this.#rows[pair];
    row.difference = difference;
    row.lack = problem === null ? null : otherForm(comparison, comparison.outline.pairs[pair]);
    this.#mostChange = Math.max(this.#mostChange, (difference && changeOf(difference)) ?? 0);
  }
}

/** Before anything is known of the numbers. */
function rowsOf(comparison: OpenedComparison): PairRow[] {
  const layerCount = layerCountOf({ comparison });
  const rows = comparison.outline.pairs.map((pair, place): PairRow => {
    const lack = pair.problem === null ? null : otherForm(comparison, pair);
    const name = nameOf(comparison, pair, layerCount);
    return { key: `pair ${place}`, pair: place, name, shape: pair.shape.join(" × "), difference: null, lack };
  });
  return [...rows, ...loneRows(comparison, "a"), ...loneRows(comparison, "b")];
}

/** A pair's name in words, with its name in the files where that says more. */
export function nameOf(comparison: OpenedComparison, pair: TensorPair, layerCount: number | null): string {
  return pairName(pair, comparison.a.tensors[pair.a].name, layerCount);
}

/** "30 × 784 in B", or that what differs is not the shape */
function otherForm({ b }: OpenedComparison, pair: TensorPair): string {
  const { shape } = b.tensors[pair.b];
  const shapeOfB = (pair.isTurnedInB ? shape.toReversed() : shape).join(" × ");
  return shapeOfB === pair.shape.join(" × ") ? "other form" : `${shapeOfB} in B`;
}

function loneRows(comparison: OpenedComparison, side: "a" | "b"): PairRow[] {
  const places = side === "a" ? comparison.outline.onlyInA : comparison.outline.onlyInB;
  return places.map((place) => {
    const { name, shape } = comparison[side].tensors[place];
    const lack = `only in ${side.toUpperCase()}`;
    return { key: `${side} ${place}`, pair: null, name, shape: shape.join(" × "), difference: null, lack };
  });
}

/** The relative change; null where A is zero and B is not. */
export function changeOf({ relativeChange, lengthOfChange }: TensorDifference): number | null {
  return lengthOfChange === 0 ? 0 : relativeChange;
}
