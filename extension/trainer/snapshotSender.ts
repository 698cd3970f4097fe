import { nothingObserved, type Observation, type Snapshot } from "../protocol/snapshot.ts";

/** Least milliseconds between two snapshots: thirty a second at most. */
const snapshotIntervalMs = 1000 / 30;

/** Most of the trainer's time that snapshots take while it trains: those of a large network are further apart. */
const mostShare = 0.02;

/**
 * Decides when a snapshot goes out: only when the last one was taken, at most thirty a second, and only of what was asked.
 */
export class SnapshotSender {
  readonly #send: (snapshot: Snapshot) => void;
  #observation: Observation = nothingObserved;
  #isAwaited = false;
  #isDue = false;
  /** while it trains, no snapshot goes out before */
  #nextMs = Number.NEGATIVE_INFINITY;
  readonly #nowMs: () => number;

  /**
   * @param send posts a snapshot and hands over its buffers
   * @param nowMs a clock
   */
  constructor(send: (snapshot: Snapshot) => void, nowMs: () => number = () => performance.now()) {
    this.#send = send;
    this.#nowMs = nowMs;
  }

  /** What snapshots hold from now on; one is due. A view that asks anew owes no answer for an earlier snapshot. */
  observe(observation: Observation): void {
    this.#observation = observation;
    this.#isAwaited = false;
    this.#isDue = true;
  }

  /** Something that views show has changed. */
  noteChange(): void {
    this.#isDue = true;
  }

  /** The last snapshot was drawn. */
  noteTaken(): void {
    this.#isAwaited = false;
  }

  /**
   * Sends a snapshot if one is due and may go out.
   *
   * @param isTraining whether another change will follow soon, so that this one may be passed over
   */
  offer(isTraining: boolean, take: (observation: Observation) => Snapshot): void {
    if (!this.#isDue || this.#isAwaited || isNothing(this.#observation)) return;
    const startMs = this.#nowMs();
    if (isTraining && startMs < this.#nextMs) return;
    this.#isDue = false;
    this.#isAwaited = true;
    const snapshot = take(this.#observation);
    const tookMs = this.#nowMs() - startMs;
    this.#nextMs = startMs + Math.max(snapshotIntervalMs, tookMs / mostShare);
    this.#send(snapshot);
  }
}

function isNothing({ activations, connections, rows, neuron, diagnostics }: Observation): boolean {
  return !activations && connections === 0 && rows.length === 0 && neuron === null && !diagnostics;
}
