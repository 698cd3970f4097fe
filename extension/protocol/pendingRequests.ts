/** Requests to another thread that wait for their replies, each known by a number. Every one is settled: an error is a reply, too. */
export class PendingRequests {
  readonly #pending = new Map<number, PendingRequest>();
  #nextId = 1;

  /** How many have not been settled. */
  get count(): number {
    return this.#pending.size;
  }

  /**
   * Sends a request with its number, and waits for the reply as long as anyone wants it.
   *
   * @param cancel tells the other end that nobody waits any more; wanted where there is a signal
   * @throws the signal's reason, as soon as it aborts; what `send` throws
   */
  async ask<Reply>(
    signal: AbortSignal | undefined,
    send: (id: number) => void,
    cancel?: (id: number) => void,
  ): Promise<Reply> {
    signal?.throwIfAborted();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#pending.set(id, { resolve: (reply) => resolve(reply as Reply), reject });
    const giveUp = () => {
      this.reject(id, signal?.reason);
      cancel?.(id);
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      send(id);
      return await promise;
    } finally {
      this.#pending.delete(id); // it was never sent, if sending failed
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** What was settled already stays as it is. */
  resolve(id: number, reply: unknown): void {
    this.#take(id)?.resolve(reply);
  }

  /** What was settled already stays as it is. */
  reject(id: number, error: unknown): void {
    this.#take(id)?.reject(error);
  }

  /** Settles all, when nobody will answer any more. */
  rejectAll(errorFor: (id: number) => unknown): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, errorFor(id));
  }

  #take(id: number): PendingRequest | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}

interface PendingRequest {
  resolve(reply: unknown): void;
  reject(error: unknown): void;
}
