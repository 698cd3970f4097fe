import { roundLimit } from "../../extension/protocol/roundLimit.ts";
import { EasedNumber } from "./easedNumber.ts";

/** A scale shrinks only when what it shows fills less than this share of it: it does not waver between two ends. */
const shrinkShare = 0.7;

/**
 * The end of a scale whose numbers change all the time: a round number, at least as large as any of them, to which it
 * glides, so that colours do not flicker and the legend holds still.
 */
export class SmoothLimit {
  readonly #eased = new EasedNumber();

  /** The number that has the scale's last colour now; 0 before anything was shown. */
  get limit(): number {
    return this.#eased.value;
  }

  /** Whether {@link advance} has to be called again. */
  get isMoving(): boolean {
    return this.#eased.isMoving;
  }

  /** @param largest the largest absolute value to be shown */
  show(largest: number, nowMs: number): void {
    if (!Number.isFinite(largest)) return;
    const { target } = this.#eased;
    if (largest <= target && largest >= target * shrinkShare) return;
    const next = roundLimit(largest);
    // There is no gliding to or from a scale without an extent.
    if (target === 0 || next === 0) this.reset();
    this.#eased.aim(next, nowMs);
  }

  /** Moves on. @param nowMs of the same clock as for {@link show} */
  advance(nowMs: number): void {
    this.#eased.advance(nowMs);
  }

  /** Goes to its end at once. */
  arrive(): void {
    this.#eased.arrive();
  }

  /** Forgets: the next numbers are of another network and are shown at once. */
  reset(): void {
    this.#eased.reset();
  }
}
