import type { HostToTrainer, TrainerToHost } from "../protocol/trainerMessages.ts";

/** The way to a trainer's worker: all that the client needs to know of threads. */
export interface TrainerPort {
  /** Buffers in `transfer` are handed over, not copied. */
  post(message: HostToTrainer, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `listener` with every message of the worker. To be called once, before anything is posted. */
  listen(listener: (message: TrainerToHost) => void): void;
  /** Calls `listener` once, when the worker is gone, whoever ended it. */
  onEnd(listener: (reason: string) => void): void;
  terminate(): void;
}
