import type { Disposable } from "../liveNetwork/emitter.ts";

/** Runs an action at most once an interval: at once after a quiet one, else when the interval is over. */
export class Throttle implements Disposable {
  readonly #intervalMs: number;
  readonly #action: () => void;
  /** set while an interval runs */
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(intervalMs: number, action: () => void) {
    this.#intervalMs = intervalMs;
    this.#action = action;
  }

  /** The action will have run with whatever is true now before an interval is over. */
  request(): void {
    if (this.#timer !== undefined) {
      this.#isWanted = true;
      return;
    }
    this.#timer = setTimeout(() => this.#intervalOver(), this.#intervalMs);
    this.#action();
  }

  /** Forgets what was requested and not yet done. */
  cancel(): void {
    this.#isWanted = false;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#isWanted = false;
  }

  #intervalOver(): void {
    this.#timer = undefined;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.request();
  }
}
