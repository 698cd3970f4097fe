import type { Pace } from "../protocol/settings.ts";

/** Keeps training at a chosen pace: says how many examples' time has come, and when the next one's does. */
export class Pacing {
  #pace: Pace = null;
  #startMs = 0;
  #examplesSinceStart = 0;

  /** Examples a second, null for as many as can be; begins anew when it is set. */
  get pace(): Pace {
    return this.#pace;
  }

  set pace(pace: Pace) {
    this.#pace = pace;
    this.begin();
  }

  /** From now on time counts. */
  begin(): void {
    this.#startMs = performance.now();
    this.#examplesSinceStart = 0;
  }

  /** So many examples have been carried back. */
  note(examples: number): void {
    this.#examplesSinceStart += examples;
  }

  /** Examples whose time has come. */
  get due(): number {
    if (this.#pace === null) return Number.POSITIVE_INFINITY;
    const due = Math.floor(((performance.now() - this.#startMs) / 1000) * this.#pace) + 1;
    // Who cannot keep up does not owe the past.
    if (due - this.#examplesSinceStart > this.#pace + 1) {
      this.begin();
      return 1;
    }
    return Math.max(0, due - this.#examplesSinceStart);
  }

  /** Milliseconds until the next example's time, at least one. */
  get msToNext(): number {
    const dueMs = this.#startMs + (this.#examplesSinceStart / (this.#pace ?? Number.POSITIVE_INFINITY)) * 1000;
    return Math.max(1, dueMs - performance.now());
  }
}
