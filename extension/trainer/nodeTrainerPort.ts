import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { TrainerToHost } from "../protocol/trainerMessages.ts";
import type { TrainerPort } from "./trainerPort.ts";

/** Handed to the worker when it starts. */
export interface TrainerWorkerData {
  /** path of `kernels.wasm`, beside which `kernels-relaxed.wasm` lies */
  readonly kernelsPath: string;
  /** the entry of the thread that evaluates */
  readonly evaluationWorkerPath: string;
}

/**
 * Starts a trainer in a worker thread of Node.
 *
 * @param workerPath the worker's entry: the bundle in the extension, `trainerWorker.ts` itself on Node 24; `evaluationWorker` lies beside it
 * @param kernelsPath path of `kernels.wasm`, beside which `kernels-relaxed.wasm` lies
 */
export function startNodeTrainer(workerPath: string, kernelsPath: string): TrainerPort {
  const evaluationWorker = basename(workerPath).replace(/^trainerWorker/, "evaluationWorker");
  const workerData: TrainerWorkerData = {
    kernelsPath,
    evaluationWorkerPath: join(dirname(workerPath), evaluationWorker),
  };
  const worker = new Worker(workerPath, { workerData, name: "downhill-trainer" });
  let failure: string | undefined;
  worker.on("error", (error: Error) => {
    failure = `The trainer failed: ${error.message}`;
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer as ArrayBuffer[]),
    listen: (listener) => worker.on("message", (message: TrainerToHost) => listener(message)),
    onEnd: (listener) => worker.once("exit", (code) => listener(failure ?? `The trainer ended with code ${code}.`)),
    terminate: () => void worker.terminate(),
  };
}
