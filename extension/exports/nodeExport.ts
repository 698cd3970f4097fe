import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { assertNever } from "../protocol/assertNever.ts";
import type { ExportedFile } from "./exportedFile.ts";
import type { ExportMaterial } from "./exportFiles.ts";
import type { ExportFormatName } from "./exportFormats.ts";
import type { ExportToHost, HostToExport } from "./exportMessages.ts";

/**
 * The files that an export is made of, built in a worker thread that ends with it: millions of weights, or the points of a
 * dozen runs, would hold up the thread that asks.
 *
 * @param workerPath the worker's entry: the bundle in the extension, `exportWorker.ts` itself on Node 24
 * @param material its weights are handed over
 * @throws {Error} in one sentence, when the format has no place for such a network, or the worker ends
 */
export async function exportInWorker(
  workerPath: string,
  format: ExportFormatName,
  { runs, ...material }: ExportMaterial,
): Promise<readonly ExportedFile[]> {
  const worker = new Worker(workerPath, { name: "downhill-export" });
  const post = (message: HostToExport, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
  const sendAll = async () => {
    for (const run of runs) {
      post({ type: "addRun", run });
      await setImmediate(); // a run has thousands of points: others get a turn
    }
    post({ type: "export", format, material }, [material.weights.buffer]);
  };
  try {
    const [answer] = await Promise.all([answerOf(worker), sendAll()]);
    switch (answer.type) {
      case "exported":
        return answer.files;
      case "refused":
        throw Object.assign(new Error(answer.message), { stack: answer.stack });
      default:
        return assertNever(answer);
    }
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<ExportToHost> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (cause) =>
      reject(new Error(`Export: expected its files, found that its worker failed: ${cause.message}`, { cause })),
    );
    worker.once("exit", (code) =>
      reject(new Error(`Export: expected its files, found that its worker ended with code ${code}.`)),
    );
  });
}
