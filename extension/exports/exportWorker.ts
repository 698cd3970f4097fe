import { parentPort } from "node:worker_threads";
import type { Run } from "../protocol/curves.ts";
import type { ExportedFile } from "./exportedFile.ts";
import { exportFiles } from "./exportFiles.ts";
import type { ExportToHost, HostToExport } from "./exportMessages.ts";

// The entry of the worker thread: builds one export.
const port = parentPort;
if (!port) throw new Error("exportWorker: expected to be started as a worker thread.");
const runs: Run[] = [];
port.on("message", (message: HostToExport) => {
  if (message.type === "addRun") {
    runs.push(message.run);
    return;
  }
  const answer = answerTo(message);
  port.postMessage(answer, answer.type === "exported" ? ownBuffers(answer.files) : []);
});

function answerTo({ format, material }: Extract<HostToExport, { type: "export" }>): ExportToHost {
  try {
    return { type: "exported", files: exportFiles(format, { ...material, runs }) };
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { type: "refused", message, stack };
  }
}

/** Those to hand over. Of a short file they may be a part of what Node keeps for many: that is copied. */
function ownBuffers(files: readonly ExportedFile[]): ArrayBuffer[] {
  return files.flatMap(({ bytes: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}
