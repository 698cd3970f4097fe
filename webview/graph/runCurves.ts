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
    if (run.training.length < this.#read || !startsAlike(run, this.run)) return false;
    this.run = run;
    this.#readOn();
    return true;
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

  #readOn(): void {
    for (; this.#read < this.run.training.length; this.#read++) {
      const { step, trainingCost, gradientLength } = this.run.training[this.#read];
      this.trainingCost.append(step, trainingCost);
      this.gradientLength.append(step, gradientLength);
    }
  }
}

function startsAlike(one: Run, other: Run): boolean {
  const [first] = one.training;
  const [otherFirst] = other.training;
  return (
    otherFirst === undefined || (first?.step === otherFirst.step && first.trainingCost === otherFirst.trainingCost)
  );
}
