/** Some neighbouring points of a curve, as one. */
interface Stretch {
  count: number;
  lastStep: number;
  least: number;
  leastStep: number;
  most: number;
  mostStep: number;
  /** the smoothed curve at `lastStep` */
  smoothed: number;
}

/** The smoothed curve is a mean in which a point counts e times less after so many others. */
const smoothedPoints = 12;

/**
 * A curve that grows without end and is always drawn from a bounded number of points. Neighbours are joined in pairs
 * when there are too many, so that what is drawn of the past hardly ever changes; the least and the most of each stretch
 * are kept where they were, so that no outlier is lost.
 */
export class ThinnedCurve {
  readonly #mostStretches: number;
  #stretches: Stretch[] = [];
  /** points that a full stretch holds, a power of two */
  #pointsPerStretch = 1;
  #smoothed = 0;
  #smoothedWeight = 0;
  #largestSmoothed = 0;
  #lastSmoothed: number | null = null;

  /** @param mostStretches at least 2, even */
  constructor(mostStretches = 512) {
    this.#mostStretches = mostStretches;
  }

  /** @param step above that of the point before */
  append(step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const share = 1 / smoothedPoints;
    this.#smoothed += (value - this.#smoothed) * share;
    // Without this the mean of the first points would be drawn towards zero.
    this.#smoothedWeight += (1 - this.#smoothedWeight) * share;
    const smoothed = this.#smoothed / this.#smoothedWeight;
    this.#largestSmoothed = Math.max(this.#largestSmoothed, smoothed);
    this.#lastSmoothed = smoothed;
    const point = { count: 1, lastStep: step, least: value, leastStep: step, most: value, mostStep: step, smoothed };
    const last = this.#stretches.at(-1);
    if (last && last.count < this.#pointsPerStretch) this.#stretches[this.#stretches.length - 1] = joined(last, point);
    else if (this.#stretches.length < this.#mostStretches) this.#stretches.push(point);
    else {
      this.#joinPairs();
      this.#stretches.push(point);
    }
  }

  /** The largest number the smoothed curve ever had, though joined stretches may show it no more; 0 for none above 0. */
  get largestSmoothed(): number {
    return this.#largestSmoothed;
  }

  /** The end of the smoothed curve; null while it has no point. */
  get lastSmoothed(): number | null {
    return this.#lastSmoothed;
  }

  /** The least and the most of each stretch, in the order of their steps: at most two points a stretch. */
  *extremes(): Generator<readonly [step: number, value: number]> {
    for (const { least, leastStep, most, mostStep } of this.#stretches) {
      if (leastStep === mostStep) yield [leastStep, least];
      else if (leastStep < mostStep) yield* [[leastStep, least] as const, [mostStep, most] as const];
      else yield* [[mostStep, most] as const, [leastStep, least] as const];
    }
  }

  /** The smoothed curve, one point a stretch. */
  *smoothed(): Generator<readonly [step: number, value: number]> {
    for (const { lastStep, smoothed } of this.#stretches) yield [lastStep, smoothed];
  }

  #joinPairs(): void {
    const pairs: Stretch[] = [];
    for (let k = 0; k + 1 < this.#stretches.length; k += 2) {
      pairs.push(joined(this.#stretches[k], this.#stretches[k + 1]));
    }
    this.#stretches = pairs;
    this.#pointsPerStretch *= 2;
  }
}

function joined(one: Stretch, next: Stretch): Stretch {
  const lower = next.least < one.least ? next : one;
  const upper = next.most > one.most ? next : one;
  return {
    count: one.count + next.count,
    lastStep: next.lastStep,
    least: lower.least,
    leastStep: lower.leastStep,
    most: upper.most,
    mostStep: upper.mostStep,
    smoothed: next.smoothed,
  };
}
