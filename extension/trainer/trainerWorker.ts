import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { HostToTrainer } from "../protocol/trainerMessages.ts";
import { chooseKernels } from "./kernels.ts";
import { startNodeEvaluation } from "./nodeEvaluationPort.ts";
import type { TrainerWorkerData } from "./nodeTrainerPort.ts";
import { Trainer } from "./trainer.ts";

// The entry of the worker thread: lets a trainer talk to the host.
const port = parentPort;
if (!port) throw new Error("trainerWorker: expected to be started as a worker thread.");
const { kernelsPath, evaluationWorkerPath } = workerData as TrainerWorkerData;
const relaxedPath = kernelsPath.replace(/\.wasm$/, "-relaxed.wasm");
const trainer = new Trainer(chooseKernels(readFileSync(kernelsPath), readFileSync(relaxedPath)), {
  post: (message, transfer) => port.postMessage(message, transfer as ArrayBuffer[]),
  yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
  startEvaluation: () => (availableParallelism() < 2 ? undefined : startNodeEvaluation(evaluationWorkerPath)),
});
port.on("message", (message: HostToTrainer) => trainer.receive(message));
port.postMessage({ type: "ready" });
