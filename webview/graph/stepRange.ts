import type { RunCurves } from "./runCurves.ts";
import { stepsShown } from "./stepAxis.ts";

/** Epochs of the run before that are shown from the start, so that both can be compared from their first steps on. */
const comparedEpochs = 3;

/**
 * The steps from the graph's left edge to its right one. They follow the run under way and leave it room to grow;
 * earlier runs are there to compare with and are cut off where they reach further. Until the run under way is longer,
 * the beginning of the one before it fills the graph.
 *
 * @param runs the one under way last
 */
export function stepRange(runs: readonly RunCurves[]): readonly [first: number, last: number] {
  const current = runs.at(-1);
  if (current === undefined) return [0, 1];
  const first = current.firstStep;
  const shown = stepsShown(current.lastStep - first, current.batchesPerEpoch);
  const before = runs.slice(0, -1).findLast((run) => run.hasLines);
  if (before === undefined) return [first, first + shown];
  const beforeEpochs = stepsShown(before.lastStep - before.firstStep, before.batchesPerEpoch) / before.batchesPerEpoch;
  return [first, first + Math.max(shown, Math.min(comparedEpochs, beforeEpochs) * current.batchesPerEpoch)];
}
