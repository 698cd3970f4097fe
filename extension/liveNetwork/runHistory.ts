import type { CurvePoints, EvaluationPoint, Run, TrainingPoint } from "../protocol/curves.ts";
import type { DatasetName, NetworkSettings } from "../protocol/settings.ts";

/** Training points a run keeps at most; neighbours are merged when there are more. */
const mostTrainingPoints = 4000;
/** Earlier runs kept to compare with. */
const mostRuns = 12;

interface GrowingRun extends Run {
  training: TrainingPoint[];
  readonly evaluations: EvaluationPoint[];
}

/** The curves of every run, the one under way last. */
export class RunHistory {
  #runs: GrowingRun[] = [];

  get runs(): readonly Run[] {
    return this.#runs;
  }

  begin(settings: NetworkSettings, dataset: DatasetName, batchesPerEpoch: number, points: CurvePoints): void {
    const number = (this.#runs.at(-1)?.number ?? 0) + 1;
    // A run that never took a step has nothing to compare with.
    this.#runs = this.#runs.filter((run) => run.training.length + run.evaluations.length > 1).slice(1 - mostRuns);
    this.#runs.push({ number, settings, dataset, batchesPerEpoch, training: [], evaluations: [] });
    this.add(points);
  }

  /** Begins a run that goes on from a step of the one under way: its curves begin as that one's did. */
  branch(step: number, learningRate: number): void {
    const from = this.upTo(step).at(-1);
    if (!from) return;
    const { settings, dataset, batchesPerEpoch, training, evaluations } = from;
    this.begin({ ...settings, learningRate }, dataset, batchesPerEpoch, { training, evaluations });
  }

  restore(runs: readonly Run[]): void {
    this.#runs = runs.map((run) => ({ ...run, training: [...run.training], evaluations: [...run.evaluations] }));
  }

  /** Every run, of the one under way a copy without what came after `step`. The others do not change any more. */
  upTo(step: number): readonly Run[] {
    const last = this.#runs.at(-1);
    if (!last) return [];
    const isPast = (point: { readonly step: number }) => point.step <= step;
    const until = { ...last, training: last.training.filter(isPast), evaluations: last.evaluations.filter(isPast) };
    return [...this.#runs.slice(0, -1), until];
  }

  /** Lengthens the run under way. */
  add(points: CurvePoints): void {
    const run = this.#runs.at(-1);
    if (!run) return;
    run.training.push(...points.training);
    run.evaluations.push(...points.evaluations);
    if (run.training.length > mostTrainingPoints) run.training = mergePairs(run.training);
  }
}

/** Halves the number of points: each two become one at the later step, with the mean of their values. */
function mergePairs(points: readonly TrainingPoint[]): TrainingPoint[] {
  const merged: TrainingPoint[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [first, second] = [points[i], points[i + 1]];
    merged.push({
      step: second.step,
      trainingCost: (first.trainingCost + second.trainingCost) / 2,
      gradientLength: (first.gradientLength + second.gradientLength) / 2,
    });
  }
  if (points.length % 2 === 1) merged.push(points[points.length - 1]);
  return merged;
}
