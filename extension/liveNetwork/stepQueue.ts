/**
 * Steps, one after another. Every press counts: a step that is asked for while another goes on waits for its turn. But a
 * key that is held down asks faster than a large network can go, which would go on long after the key was let go: so there
 * are never more than {@link mostUnfinished}, the one under way included, and what is asked for beyond them is dropped.
 */
export class StepQueue {
  #unfinished = 0;
  #settled: Promise<void> = Promise.resolve();

  /** Settles when every step that was asked for until now is over, whatever became of it. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Whether another follows the one under way. */
  get isAnotherWaiting(): boolean {
    return this.#unfinished > 1;
  }

  /**
   * @param step called when its turn has come, unless it is dropped
   * @returns settles as the step does; where it is dropped, when those before it are over
   */
  take(step: () => Promise<void>): Promise<void> {
    if (this.#unfinished === mostUnfinished) return this.#settled;
    this.#unfinished++;
    const taken = this.#settled.then(step).finally(() => this.#unfinished--);
    this.#settled = taken.catch(() => undefined);
    return taken;
  }
}

/** As many as somebody presses one by one while a step goes on. */
export const mostUnfinished = 5;
