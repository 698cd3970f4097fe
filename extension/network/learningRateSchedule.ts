/** What becomes of η while training: nothing, or it falls as 1/t, or along a cosine. */
export interface LearningRateSchedule {
  /** η before its schedule */
  readonly learningRate: number;
  readonly schedule: "constant" | "inverseTime" | "cosine";
  /** T: epochs in which 1/t halves η, and in which the cosine brings it down to its hundredth, where it stays */
  readonly scheduleEpochs: number;
}

/** The share of η that a cosine leaves. */
const leastShare = 0.01;

/**
 * η of a mini-batch: η, or η / (1 + t/T), or on a half wave of the cosine from η at t = 0 to η / 100 from T on.
 *
 * @param epochs t: passes over the training examples before it, in fractions
 */
export function scheduledLearningRate(
  { learningRate, schedule, scheduleEpochs }: LearningRateSchedule,
  epochs: number,
): number {
  switch (schedule) {
    case "constant":
      return learningRate;
    case "inverseTime":
      return learningRate / (1 + epochs / scheduleEpochs);
    case "cosine": {
      const share = (1 + cosineOfHalfTurns(Math.min(1, epochs / scheduleEpochs))) / 2;
      return learningRate * (leastShare + (1 - leastShare) * share);
    }
  }
}

/**
 * cos πx by its series, 1 − y²/2! + y⁴/4! − …: unlike Math.cos, the same on every machine.
 *
 * @param x half turns, 0…1
 */
export function cosineOfHalfTurns(x: number): number {
  if (x > 0.5) return -cosineOfHalfTurns(1 - x);
  const square = (Math.PI * x) ** 2;
  let sum = 1;
  let term = 1;
  // y is at most π/2: the term of y²⁴ is less than 1e-18.
  for (let power = 2; power <= 24; power += 2) {
    term *= -square / (power * (power - 1));
    sum += term;
  }
  return sum;
}
