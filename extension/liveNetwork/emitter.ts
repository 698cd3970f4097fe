/** Ends what it was given for: a listener, a worker, a timer. */
export interface Disposable {
  dispose(): void;
}

/** Tells its listeners what happened, in the order in which they came. */
export class Emitter<Value> implements Disposable {
  readonly #listeners = new Set<(value: Value) => void>();

  /** Calls `listener` with each value from now on, until the answer is disposed of. */
  readonly event = (listener: (value: Value) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: Value): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
