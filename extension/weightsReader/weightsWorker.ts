import { parentPort } from "node:worker_threads";
import type { HostToWeights } from "../protocol/weightsMessages.ts";
import { BlockCache } from "./blockCache.ts";
import { FileSource } from "./fileSource.ts";
import { WeightsServer } from "./weightsServer.ts";

// The entry of the worker thread: lets a weights server talk to the host.
const port = parentPort;
if (!port) throw new Error("weightsWorker: expected to be started as a worker thread.");
const cache = new BlockCache();
const server = new WeightsServer({
  post: (message, transfer) => port.postMessage(message, transfer as ArrayBuffer[]),
  yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
  openSource: (path) => new FileSource(path, cache),
});
port.on("message", (message: HostToWeights) => server.receive(message));
port.postMessage({ type: "ready" });
