import type { CurvePoints, Run } from "../protocol/curves.ts";
import { grownRun } from "../protocol/grownRun.ts";
import type { DatasetName, NetworkSettings } from "../protocol/settings.ts";

/** Earlier runs kept to compare with. */
const mostRuns = 12;

/** The curves of every run, the one under way last. */
export class RunHistory {
  #runs: Run[] = [];

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
    this.#runs = [...runs];
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
    const run = this.#runs.pop();
    if (run) this.#runs.push(grownRun(run, points));
  }
}
