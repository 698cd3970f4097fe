import { parentPort } from "node:worker_threads";
import type { TrainerToEvaluation } from "./evaluationPort.ts";
import { EvaluationServer } from "./evaluationServer.ts";

// The entry of the evaluation thread: lets its server talk to the trainer.
const port = parentPort;
if (!port) throw new Error("evaluationWorker: expected to be started as a worker thread.");
const server = new EvaluationServer((message) => port.postMessage(message));
port.on("message", (message: TrainerToEvaluation) => server.receive(message));
