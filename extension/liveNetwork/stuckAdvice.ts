import type { CurvePoints, Run } from "../protocol/curves.ts";

/** Gradients shorter than this lead nowhere: a thousand such steps at learning rate 1 move a weight by a tenth at most. */
const shortGradient = 1e-4;
/** Of ten labels a guess gets one in ten right. */
const guessingAccuracy = 0.2;
/** Points of the training curve that are looked at: a tenth of an epoch. */
const pointCount = 10;

/**
 * What to tell a person whose network has stopped learning before it learnt anything: its neurons are dead or saturated, so
 * that it answers the same to every example, and no step changes that.
 *
 * @param run under way, `points` included
 * @param points new ones; only the end of an epoch is a time to say it
 * @returns undefined when all is well, or it was said at the epoch before
 */
export function stuckAdvice(run: Run | undefined, points: CurvePoints, learningRate: number): string | undefined {
  const evaluation = points.evaluations.at(-1);
  if (!run || !evaluation || evaluation.epoch === 0) return undefined;
  const before = run.evaluations.at(-1 - points.evaluations.length);
  const wasSaid = before !== undefined && before.epoch > 0 && before.accuracy < guessingAccuracy;
  const last = run.training.slice(-pointCount);
  if (wasSaid || last.length === 0 || evaluation.accuracy >= guessingAccuracy) return undefined;
  if (last.some(({ gradientLength }) => gradientLength >= shortGradient)) return undefined;
  const percent = (evaluation.accuracy * 100).toFixed(1);
  const smaller = Number((learningRate / 10).toPrecision(2));
  return (
    `It has stopped learning: after epoch ${evaluation.epoch} it reads ${percent} % right and the gradient is almost 0, ` +
    `so that no step leads anywhere. Reset it and try a smaller learning rate, such as ${smaller}.`
  );
}
