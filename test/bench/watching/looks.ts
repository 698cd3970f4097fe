import type { LoopReport } from "./loopWatch.ts";

/** What somebody looks at while it trains. */
export const looks = ["hidden", "shown", "inspected"] as const;
export type Look = (typeof looks)[number];

export interface WatchOrder {
  readonly sizes: readonly number[];
  readonly dataset: string;
  readonly rounds: number;
  /** of each look in each round */
  readonly ms: number;
}

/** A stretch of training with one look. */
export interface Watched extends LoopReport {
  readonly look: Look;
  /** by the clock */
  readonly examplesPerSecond: number;
  /** by the processor time of the trainer's thread, null where the machine does not tell */
  readonly examplesPerThreadSecond: number | null;
  readonly snapshotsPerSecond: number;
  /** cores that all of the machine but the trainer kept busy, null as above */
  readonly otherCores: number | null;
}
