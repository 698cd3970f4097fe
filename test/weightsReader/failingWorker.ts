import { parentPort } from "node:worker_threads";
import type { HostToWeights } from "../../extension/protocol/weightsMessages.ts";
import { BlockCache } from "../../extension/weightsReader/blockCache.ts";
import { FileSource } from "../../extension/weightsReader/fileSource.ts";
import type { DiskSource } from "../../extension/weightsReader/sourcesOnDisk.ts";
import { WeightsServer } from "../../extension/weightsReader/weightsServer.ts";

// The weights worker with a disk that fails: reading a file called hangs.* never comes back, and crashes.* ends the thread.
const port = parentPort;
if (!port) throw new Error("failingWorker: expected to be started as a worker thread.");
const server = new WeightsServer({
  post: (message, transfer) => port.postMessage(message, transfer as ArrayBuffer[]),
  yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
  openSource: (path) => new FailingSource(path),
});
port.on("message", (message: HostToWeights) => server.receive(message));
port.postMessage({ type: "ready" });

class FailingSource implements DiskSource {
  readonly #path: string;
  readonly #source: FileSource;

  constructor(path: string) {
    this.#path = path;
    this.#source = new FileSource(path, new BlockCache());
  }

  get length(): number {
    return this.#source.length;
  }

  get modifiedMs(): number {
    return this.#source.modifiedMs;
  }

  read(start: number, length: number): Uint8Array<ArrayBuffer> {
    // Its table of contents can be read; then the disk fails.
    const isNumbers = length > 10_000;
    if (isNumbers && this.#path.includes("hangs."))
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (isNumbers && this.#path.includes("crashes.")) process.exit(1);
    return this.#source.read(start, length);
  }

  hasChanged(): boolean {
    return this.#source.hasChanged();
  }

  close(): void {
    this.#source.close();
  }
}
