import { logCeiling } from "./costRange.ts";

/** Shares of the first epoch at which the graph ends before it is done: slow paces show their first steps too. */
const firstShares = [0.05, 0.1, 0.2, 0.5, 1];
/** Then whole epochs, within a power of two. */
const epochsShown = [1, 1.5];

/**
 * The step at which the graph ends: the next of a few, so that the curve grows into free room and the rest of it holds
 * still.
 *
 * @param steps steps taken since the graph's first one
 */
export function stepsShown(steps: number, batchesPerEpoch: number): number {
  const epochs = steps / batchesPerEpoch;
  for (const share of firstShares) if (epochs <= share) return Math.max(1, share * batchesPerEpoch);
  for (let power = 1; ; power *= 2) {
    for (const shown of epochsShown) {
      if (Number.isInteger(shown * power) && epochs <= shown * power) return shown * power * batchesPerEpoch;
    }
  }
}

/**
 * The ends of epochs that are marked: each, or every 2nd, 5th, 10th, … when they would be closer than `leastDistance`.
 *
 * @param firstEpoch, lastEpoch epochs that lie before the graph's edges, not whole ones in general
 * @param leastDistance in the unit of `width`, the distance between the edges
 */
export function epochMarks(firstEpoch: number, lastEpoch: number, width: number, leastDistance: number): number[] {
  const epochDistance = width / (lastEpoch - firstEpoch);
  if (!(epochDistance > 0) || !Number.isFinite(epochDistance)) return [];
  const spacing = logCeiling(Math.max(1, leastDistance / epochDistance));
  const marks: number[] = [];
  const first = Math.max(1, Math.ceil(firstEpoch / spacing)) * spacing;
  for (let epoch = first; epoch <= lastEpoch; epoch += spacing) marks.push(epoch);
  return marks;
}
