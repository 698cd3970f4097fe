import { strongest } from "./strongest.ts";

/** Time for which a list keeps its order, so that a person can read it while its numbers change. */
const steadyMs = 700;

/** Who is strongest, asked again at most every 700 ms while the subject stays the same. */
export class SteadyRanking {
  readonly #most: number;
  #subject = "";
  #rankedMs = Number.NEGATIVE_INFINITY;
  #places: readonly number[] = [];

  /** @param most how many are ranked */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param subject whose values these are; another subject is ranked at once
   * @returns where the strongest values are, or were when they were last ranked
   */
  rank(subject: string, values: ArrayLike<number>, nowMs: number): readonly number[] {
    if (subject !== this.#subject || nowMs - this.#rankedMs >= steadyMs) {
      this.#subject = subject;
      this.#rankedMs = nowMs;
      this.#places = strongest(values, this.#most);
    }
    return this.#places;
  }

  /** When {@link rank} will rank anew, in the clock of its `nowMs`. */
  get nextMs(): number {
    return this.#rankedMs + steadyMs;
  }
}
