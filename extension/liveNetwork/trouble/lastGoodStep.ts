import type { Run } from "../../protocol/curves.ts";
import { guessingCost, smoothedCosts } from "./costLevels.ts";
import { lastLivelyStep } from "./idleNeurons.ts";

/** Of what was gained over guessing, the share that a good step may have lost again. */
const lossAllowed = 0.1;

/**
 * The last step before things went wrong: before the training cost climbed from its best for good, and before neurons died
 * or were saturated. It is the run's first step when nothing was ever learnt, and its last when nothing is wrong.
 */
export function lastGoodStep(run: Run): number {
  return Math.min(lastGoodCostStep(run), lastLivelyStep(run) ?? Number.POSITIVE_INFINITY);
}

function lastGoodCostStep({ training, evaluations, settings }: Run): number {
  const firstStep = evaluations.at(0)?.step ?? 0;
  const costs = smoothedCosts(training);
  const guessing = guessingCost(settings);
  const best = costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
  if (best >= guessing) return firstStep;
  const limit = best + lossAllowed * (guessing - best);
  const last = costs.findLastIndex(
    // A mean hides a last point that stands out.
    (cost, index) => cost <= limit && training[index].trainingCost <= (best + guessing) / 2,
  );
  return last < 0 ? firstStep : training[last].step;
}
