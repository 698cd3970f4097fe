import type { Run } from "../../extension/protocol/curves.ts";
import { ThinnedCurve } from "./thinnedCurve.ts";

/** What is drawn of one run. It grows with the run and reads each of its points once. */
export class RunCurves {
  readonly number: number;
  readonly batchesPerEpoch: number;
  readonly trainingCost = new ThinnedCurve();
  readonly gradientLength = new ThinnedCurve();
  /** the run as it was last shown */
  run: Run;
  #read = 0;

  constructor(run: Run) {
    this.number = run.number;
    this.batchesPerEpoch = run.batchesPerEpoch;
    this.run = run;
    this.#readOn();
  }

  /** @returns false when `run` is not this one grown: its curves have to be drawn anew */
  grow(run: Run): boolean {
    if (run.number !== this.number || run.batchesPerEpoch !== this.batchesPerEpoch) return false;
    if (run.training.length < this.#read || !this.#holds(run)) return false;
    this.run = run;
    this.#readOn();
    return true;
  }

  /** How many epochs lie before a step. */
  epochAt(step: number): number {
    return (step - this.run.epochStart) / this.batchesPerEpoch;
  }

  /** The step at which as many epochs lie before. */
  stepAt(epoch: number): number {
    return this.run.epochStart + epoch * this.batchesPerEpoch;
  }

  /** The step of the run's first point; 0 when it has none. */
  get firstStep(): number {
    return Math.min(this.run.training[0]?.step ?? Number.POSITIVE_INFINITY, this.run.evaluations[0]?.step ?? 0);
  }

  /** The step of the run's last point; 0 when it has none. */
  get lastStep(): number {
    return Math.max(this.run.training.at(-1)?.step ?? 0, this.run.evaluations.at(-1)?.step ?? 0);
  }

  get isEmpty(): boolean {
    return this.run.training.length === 0 && this.run.evaluations.length === 0;
  }

  /** Whether the run has left its first step, of which there is but an evaluation. */
  get hasLines(): boolean {
    return this.run.training.length > 0 || this.run.evaluations.length > 1;
  }

  /** Whether the first and the last point that were read are still there: a run may go back and grow anew. */
  #holds({ training }: Run): boolean {
    if (this.#read === 0) return true;
    return [0, this.#read - 1].every((place) => {
      const known = this.run.training[place];
      const point = training[place];
      return point.step === known.step && point.trainingCost === known.trainingCost;
    });
  }

  #readOn(): void {
    for (; this.#read < this.run.training.length; this.#read++) {
      const { step, trainingCost, gradientLength } = this.run.training[this.#read];
      this.trainingCost.append(step, trainingCost);
      this.gradientLength.append(step, gradientLength);
    }
  }
}
