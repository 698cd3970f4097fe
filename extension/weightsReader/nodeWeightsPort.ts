import { Worker } from "node:worker_threads";
import type { WeightsToHost } from "../protocol/weightsMessages.ts";
import type { WeightsPort } from "./weightsPort.ts";

/**
 * Starts a weights reader in a worker thread of Node.
 *
 * @param workerPath the worker's entry: the bundle in the extension, `weightsWorker.ts` itself on Node 24
 */
export function startNodeWeightsWorker(workerPath: string): WeightsPort {
  const worker = new Worker(workerPath, { name: "downhill-weights", resourceLimits: { maxOldGenerationSizeMb } });
  let failure: string | undefined;
  worker.on("error", (error: Error & { code?: string }) => {
    const isOutOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    failure = isOutOfMemory
      ? `it took more than ${maxOldGenerationSizeMb} MB of memory`
      : `its reader failed: ${error.message}`;
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer as ArrayBuffer[]),
    listen: (listener) => worker.on("message", (message: WeightsToHost) => listener(message)),
    onEnd: (listener) => worker.once("exit", (code) => listener(failure ?? `its reader ended with code ${code}`)),
    terminate: () => void worker.terminate(),
  };
}

/** Of objects and texts, numbers not counted: the longest table of contents that is read takes less. */
const maxOldGenerationSizeMb = 1024;
