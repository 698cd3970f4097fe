/** Something that is read once for all who want it, and ended when the last of them waits no longer. */
export class SharedReading<Value> {
  readonly #ending = new AbortController();
  readonly #result: Promise<Value>;
  /** who waits */
  #waiting = 0;
  #isSettled = false;

  constructor(read: (ending: AbortSignal) => Promise<Value>) {
    this.#result = read(this.#ending.signal);
    const settled = () => {
      this.#isSettled = true;
    };
    this.#result.then(settled, settled);
  }

  /** Whether somebody waits. */
  get isAwaited(): boolean {
    return this.#waiting > 0;
  }

  /** Whether it was ended before there was a result: there will be none. */
  get isGivenUp(): boolean {
    return this.#ending.signal.aborted;
  }

  /** @param signal who waits does so no longer @throws the signal's reason, or what reading threw */
  async wait(signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    this.#waiting++;
    const leaving = Promise.withResolvers<never>();
    const leave = () => leaving.reject(signal?.reason);
    signal?.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([this.#result, leaving.promise]);
    } finally {
      signal?.removeEventListener("abort", leave);
      this.#waiting--;
      if (this.#waiting === 0 && !this.#isSettled) this.#ending.abort();
    }
  }
}
