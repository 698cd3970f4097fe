/** Time in which the way to a new target shrinks by the factor e. */
const timeConstantMs = 180;
/** The last of the way, of which the eye sees nothing. */
const arrivedShare = 0.002;

/** A number that glides to where it is wanted, so that what is drawn by it does not jump. */
export class EasedNumber {
  #value: number | undefined;
  #target = 0;
  #lastMs = 0;
  /** nearer than this to the target it has arrived */
  #arrivedDistance = 0;

  /** Where it is now; 0 before it was wanted anywhere. */
  get value(): number {
    return this.#value ?? 0;
  }

  get target(): number {
    return this.#target;
  }

  /** Whether {@link advance} has to be called again. */
  get isMoving(): boolean {
    return this.#value !== undefined && this.#value !== this.#target;
  }

  /** Wants the number somewhere else. The first time it is there at once. @param nowMs of any clock that does not go back */
  aim(target: number, nowMs: number): void {
    // It has not been on its way while it rested.
    if (!this.isMoving) this.#lastMs = nowMs;
    this.#target = target;
    this.#value ??= target;
    this.#arrivedDistance = Math.abs(target - this.#value) * arrivedShare;
  }

  /** Moves on. @param nowMs of the same clock */
  advance(nowMs: number): void {
    if (this.#value === undefined) return;
    const elapsedMs = Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#value += (this.#target - this.#value) * (1 - Math.exp(-elapsedMs / timeConstantMs));
    if (Math.abs(this.#target - this.#value) <= this.#arrivedDistance) this.arrive();
  }

  /** Goes to the target at once. */
  arrive(): void {
    if (this.#value !== undefined) this.#value = this.#target;
  }

  /** Forgets: the next target is reached at once. */
  reset(): void {
    this.#value = undefined;
    this.#target = 0;
  }
}
