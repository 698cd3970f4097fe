import { Worker } from "node:worker_threads";
import type { EvaluationPort, EvaluationToTrainer } from "./evaluationPort.ts";

/**
 * Starts an evaluation thread of Node's, which ends with the one that started it.
 *
 * @param workerPath the thread's entry: the bundle in the extension, `evaluationWorker.ts` itself on Node 24
 * @returns undefined when the machine gives no thread
 */
export function startNodeEvaluation(workerPath: string): EvaluationPort | undefined {
  const worker = startThread(workerPath);
  if (!worker) return undefined;
  // Whatever went wrong, the exit follows.
  worker.on("error", () => undefined);
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    listen: (listener) => worker.on("message", (message: EvaluationToTrainer) => listener(message)),
    onEnd: (listener) => worker.once("exit", () => listener()),
    terminate: () => void worker.terminate(),
  };
}

function startThread(path: string): Worker | undefined {
  try {
    return new Worker(path, { name: "downhill-evaluation" });
  } catch {
    return undefined;
  }
}
