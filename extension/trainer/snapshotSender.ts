import { nothingObserved, type Observation, type Snapshot } from "../protocol/snapshot.ts";

/** Least milliseconds between two snapshots: thirty a second at most. */
const snapshotIntervalMs = 1000 / 30;

/**
 * Decides when a snapshot goes out: only when the last one was taken, at most thirty a second, and only of what was asked.
 */
export class SnapshotSender {
  readonly #send: (snapshot: Snapshot) => void;
  #observation: Observation = nothingObserved;
  #isAwaited = false;
  #isDue = false;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** @param send posts a snapshot and hands over its buffers */
  constructor(send: (snapshot: Snapshot) => void) {
    this.#send = send;
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
    const nowMs = performance.now();
    if (isTraining && nowMs - this.#lastMs < snapshotIntervalMs) return;
    this.#lastMs = nowMs;
    this.#isDue = false;
    this.#isAwaited = true;
    this.#send(take(this.#observation));
  }
}

function isNothing({ activations, connections, rows, neuron, diagnostics }: Observation): boolean {
  return !activations && connections === 0 && rows.length === 0 && neuron === null && !diagnostics;
}
