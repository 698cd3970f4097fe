import type { WeightHistogram } from "../../extension/protocol/snapshot.ts";

/** Share of the weights that counts as most of them. */
const most = 0.9;

/** How far from 0 one has to go until 9 in 10 weights are passed: the end of a pair of bars. */
export function weightSpread({ limit, counts }: WeightHistogram): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const half = counts.length / 2;
  let within = 0;
  for (let bar = 0; bar < half; bar++) {
    within += counts[half + bar] + counts[half - 1 - bar];
    if (within >= most * total) return ((bar + 1) / half) * limit;
  }
  return limit;
}
