import type { HostToCompare } from "../../extension/protocol/compareMessages.ts";
import type { TensorDifference, TensorPair } from "../../extension/protocol/weightsComparison.ts";

/** What became of a pair: how far apart the two are, or why that cannot be said. */
export interface ComparedPair {
  readonly difference: TensorDifference | null;
  readonly problem: string | null;
}

type PairCompared = Extract<HostToCompare, { type: "pairCompared" }>;

/**
 * What became of one comparison's pairs. It grows in place as it is told of them: to copy it at each of very many pairs
 * would take a time that grows with the square of their number.
 */
export class ComparedPairs {
  /** by their places in the outline, as the files have them */
  readonly #stored = new Map<number, ComparedPair>();
  /** the network's, with B's neurons where their partners are */
  readonly #reordered = new Map<number, ComparedPair>();
  readonly #told: number[] = [];
  /** how many can be compared */
  readonly #comparable: number;

  constructor(pairs: readonly TensorPair[]) {
    this.#comparable = pairs.filter(({ problem }) => problem === null).length;
  }

  /** Places of the pairs in the order in which they were told; those that were told reordered, too, are in it again. */
  get told(): readonly number[] {
    return this.#told;
  }

  /** Whether every pair that can be compared was, as the files have it. */
  get areAll(): boolean {
    return this.#stored.size === this.#comparable;
  }

  get isAnyReordered(): boolean {
    return this.#reordered.size > 0;
  }

  tell({ pair, isReordered, difference, problem }: PairCompared): void {
    (isReordered ? this.#reordered : this.#stored).set(pair, { difference, problem });
    this.#told.push(pair);
  }

  /**
   * What is known of one pair; undefined while it was not compared yet.
   *
   * @param isReordered takes the network's with B's neurons reordered, where known
   */
  of(pair: number, isReordered: boolean): ComparedPair | undefined {
    return (isReordered ? this.#reordered.get(pair) : undefined) ?? this.#stored.get(pair);
  }
}
