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
 * The ends of epochs that are marked between two steps: each, or every 2nd, 5th, 10th, … when they would be closer than
 * `leastDistance`.
 *
 * @param pixelsPerStep CSS pixels
 */
export function epochMarks(
  firstStep: number,
  lastStep: number,
  batchesPerEpoch: number,
  pixelsPerStep: number,
  leastDistanceCssPixels: number,
): number[] {
  const pixelsPerEpoch = batchesPerEpoch * pixelsPerStep;
  if (!(pixelsPerEpoch > 0)) return [];
  let spacing = 1;
  for (const step of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]) {
    spacing = step;
    if (step * pixelsPerEpoch >= leastDistanceCssPixels) break;
  }
  const marks: number[] = [];
  const first = Math.max(1, Math.ceil(firstStep / batchesPerEpoch / spacing)) * spacing;
  for (let epoch = first; epoch * batchesPerEpoch <= lastStep; epoch += spacing) marks.push(epoch);
  return marks;
}
