import type { Examples } from "../datasets/examples.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import type { EvaluationResult } from "./evaluation.ts";

/** What the trainer asks of its evaluation thread: first to hold the examples, then one evaluation at a time. */
export type TrainerToEvaluation =
  /** `module` is compiled from `kernels.wasm`: the trainer's own, so that the arithmetic is the same */
  | { readonly type: "holdExamples"; readonly module: WebAssembly.Module; readonly heldOut: Examples }
  /** `parameters` as {@link KernelNetwork.copyParameters} gives them */
  | { readonly type: "evaluate"; readonly shape: NetworkShape; readonly parameters: Float32Array<ArrayBuffer> };

export type EvaluationToTrainer =
  | { readonly type: "examplesHeld" }
  /** `result` is undefined when the network overflows */
  | { readonly type: "evaluated"; readonly result: EvaluationResult | undefined };

/** The way to the evaluation thread: all that its client needs to know of threads. */
export interface EvaluationPort {
  /** Buffers in `transfer` are handed over, not copied. */
  post(message: TrainerToEvaluation, transfer: readonly ArrayBuffer[]): void;
  /** Calls `listener` with every message of the thread. To be called once, before anything is posted. */
  listen(listener: (message: EvaluationToTrainer) => void): void;
  /** Calls `listener` once, when the thread is gone, whoever ended it. */
  onEnd(listener: () => void): void;
  terminate(): void;
}
