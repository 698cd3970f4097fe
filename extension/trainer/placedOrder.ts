import type { MemoryShare } from "./memoryShare.ts";

/** Indices of examples in the kernels' memory: which are to be read, and in which order. */
export interface PlacedOrder {
  /** [count] u32 */
  readonly start: number;
  readonly count: number;
}

/** Room for the indices of `count` examples, all zero. */
export function placeOrder(share: MemoryShare, count: number): PlacedOrder {
  return { start: share.allocate(count * 4), count };
}
