import type { CurvePoints, Run } from "../protocol/curves.ts";
import { grownRun } from "../protocol/grownRun.ts";
import type { DatasetName, NetworkSettings } from "../protocol/settings.ts";
import type { Progress } from "../protocol/snapshot.ts";
import { type Disposable, Emitter } from "./emitter.ts";

/** Where the epochs of a run begin. */
type Epochs = Pick<Run, "batchesPerEpoch" | "epochStart">;

/** Of a run that has come so far. */
export function epochsOf({ step, epoch, batchInEpoch, batchesPerEpoch }: Progress): Epochs {
  return { batchesPerEpoch, epochStart: step - epoch * batchesPerEpoch - batchInEpoch };
}

/** Earlier runs kept to compare with. */
const mostRuns = 12;

/** The curves of every run, the one under way last. */
export class RunHistory implements Disposable {
  #runs: Run[] = [];
  readonly #replaced = new Emitter<readonly Run[]>();
  readonly #pointsAdded = new Emitter<CurvePoints>();

  /** Other runs than before: see {@link tellReplaced}. */
  readonly onDidReplace = this.#replaced.event;
  readonly onDidAddPoints = this.#pointsAdded.event;

  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** The one under way. */
  get last(): Run | undefined {
    return this.#runs.at(-1);
  }

  begin(settings: NetworkSettings, dataset: DatasetName, epochs: Epochs, points: CurvePoints): void {
    const number = (this.last?.number ?? 0) + 1;
    // A run that never took a step has nothing to compare with.
    this.#runs = this.#runs.filter((run) => run.training.length + run.evaluations.length > 1).slice(1 - mostRuns);
    this.#runs.push(grownRun({ number, settings, dataset, ...epochs, training: [], evaluations: [] }, points));
  }

  /** Begins a run that goes on from a step of the one under way: its curves begin as that one's did. */
  branch(step: number, learningRate: number): void {
    const from = this.upTo(step).at(-1);
    if (!from) return;
    const { settings, dataset, batchesPerEpoch, epochStart, training, evaluations } = from;
    this.begin({ ...settings, learningRate }, dataset, { batchesPerEpoch, epochStart }, { training, evaluations });
  }

  /** @param epochs of the last one, which goes on: there may be more examples by now, or fewer */
  restore(runs: readonly Run[], epochs: Epochs): void {
    this.#runs = runs.map((run, place) => (place === runs.length - 1 ? { ...run, ...epochs } : run));
  }

  /** Tells of runs that were begun or restored. To be called when the state says which is under way: views look there. */
  tellReplaced(): void {
    this.#replaced.fire(this.#runs);
  }

  /** Every run, of the one under way a copy without what came after `step`. The others do not change any more. */
  upTo(step: number): readonly Run[] {
    const { last } = this;
    if (!last) return [];
    const isPast = (point: { readonly step: number }) => point.step <= step;
    const until = { ...last, training: last.training.filter(isPast), evaluations: last.evaluations.filter(isPast) };
    return [...this.#runs.slice(0, -1), until];
  }

  /** Lengthens the run under way. */
  add(points: CurvePoints): void {
    const run = this.#runs.pop();
    if (run) this.#runs.push(grownRun(run, points));
    this.#pointsAdded.fire(points);
  }

  dispose(): void {
    this.#replaced.dispose();
    this.#pointsAdded.dispose();
  }
}
