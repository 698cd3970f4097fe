import type { CurvePoints, EvaluationPoint, Run, TrainingPoint } from "./curves.ts";

/** Points of each kind that a run keeps at most: training that goes on for days takes no more than it does for minutes. */
export const mostTrainingPoints = 4000;
export const mostEvaluations = 1000;

/**
 * A run with more points. Where there are too many, neighbours are joined in pairs. The host and the panel both grow their
 * runs by this, so that they have the same.
 */
export function grownRun(run: Run, points: CurvePoints): Run {
  return {
    ...run,
    training: thinnedTraining([...run.training, ...points.training], mostTrainingPoints),
    evaluations: thinnedEvaluations([...run.evaluations, ...points.evaluations]),
  };
}

/** At most so many points: each two become one at the later step, with the mean of their values, as often as it takes. */
export function thinnedTraining(points: readonly TrainingPoint[], most: number): readonly TrainingPoint[] {
  let thinned = points;
  while (thinned.length > most) thinned = mergedPairs(thinned);
  return thinned;
}

function mergedPairs(points: readonly TrainingPoint[]): readonly TrainingPoint[] {
  return Array.from({ length: Math.ceil(points.length / 2) }, (_, pair) => {
    const first = points[2 * pair];
    const second = points[2 * pair + 1];
    if (second === undefined) return first;
    return {
      step: second.step,
      trainingCost: (first.trainingCost + second.trainingCost) / 2,
      gradientLength: (first.gradientLength + second.gradientLength) / 2,
    };
  });
}

/** What was measured stays as it was: of each two evaluations one is left out, but never the first nor the last. */
function thinnedEvaluations(evaluations: readonly EvaluationPoint[]): readonly EvaluationPoint[] {
  let thinned = evaluations;
  while (thinned.length > mostEvaluations) {
    const last = thinned.length - 1;
    thinned = thinned.filter((_, place) => place === 0 || (last - place) % 2 === 0);
  }
  return thinned;
}
