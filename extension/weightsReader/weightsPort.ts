import type { HostToWeights, WeightsToHost } from "../protocol/weightsMessages.ts";

/** The way to a weights reader's worker: all that the client needs to know of threads. */
export interface WeightsPort {
  /** Buffers in `transfer` are handed over, not copied. */
  post(message: HostToWeights, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `listener` with every message of the worker. To be called once, before anything is posted. */
  listen(listener: (message: WeightsToHost) => void): void;
  /** Calls `listener` once, when the worker is gone, whoever ended it: with half a sentence, "its reader ended with code 1". */
  onEnd(listener: (reason: string) => void): void;
  terminate(): void;
}
