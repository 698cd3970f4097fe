/** Ends that a scale may have, within a power of ten. */
const roundLimits = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
/** A scale shrinks only when what it shows fills less than this share of it: it does not waver between two ends. */
const shrinkShare = 0.7;
/** Time in which the way to a new end shrinks by the factor e. */
const timeConstantMs = 180;
const arrivedShare = 0.002;

/**
 * The end of a scale whose numbers change all the time: a round number, at least as large as any of them, to which it
 * glides, so that colours do not flicker and the legend holds still.
 */
export class SmoothLimit {
  #limit = 0;
  #target = 0;
  #lastMs = 0;

  /** The number that has the scale's last colour now. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether {@link advance} has to be called again. */
  get isMoving(): boolean {
    return this.#limit !== this.#target;
  }

  /** @param largest the largest absolute value to be shown */
  show(largest: number, nowMs: number): void {
    if (!Number.isFinite(largest)) return;
    if (largest > this.#target || largest < this.#target * shrinkShare) this.#target = roundLimit(largest);
    // The first numbers are shown at once, and there is no gliding to or from a scale without an extent.
    if (this.#limit === 0 || this.#target === 0) this.#limit = this.#target;
    this.advance(nowMs);
  }

  /** Moves on. @param nowMs of any clock that does not go back */
  advance(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#limit += (this.#target - this.#limit) * (1 - Math.exp(-elapsedMs / timeConstantMs));
    if (Math.abs(this.#target - this.#limit) <= this.#target * arrivedShare) this.#limit = this.#target;
  }

  /** Forgets: the next numbers are of another network and are shown at once. */
  reset(): void {
    this.#limit = 0;
    this.#target = 0;
  }
}

/** The least round number that is not below `largest`; 0 for 0. */
export function roundLimit(largest: number): number {
  if (!(largest > 0)) return 0;
  const power = Math.floor(Math.log10(largest));
  for (const round of roundLimits) {
    // Through text, since 3 · 10⁻¹ is not 0.3 in binary.
    const limit = Number(`${round}e${power}`);
    if (limit >= largest) return limit;
  }
  return Number(`1e${power + 1}`);
}
