import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { networkSettingsSchema, plainSettings } from "../../extension/protocol/settings.ts";
import { startNodeTrainer } from "../../extension/trainer/nodeTrainerPort.ts";
import { TrainerClient } from "../../extension/trainer/trainerClient.ts";
import { readTrainingData } from "../../scripts/trainingData.ts";

/** What a process of its own prints that loads a dataset into the trainer's worker and trains for an epoch. */
export interface LoadedWorker {
  /** until the worker answers */
  readonly startMs: number;
  /** from the first file's opening to a network that could train */
  readonly loadMs: number;
  /** that the process has grown since before the worker: loaded, after the epoch, and at most */
  readonly loadedMegabytes: number;
  readonly trainedMegabytes: number;
  readonly mostMegabytes: number;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(await loadAndTrain(process.argv[2]))}\n`);
}

/** @param folder of IDX files */
async function loadAndTrain(folder: string): Promise<LoadedWorker> {
  const settings = v.parse(networkSettingsSchema, plainSettings([784, 16, 16, 10]));
  const before = residentMegabytes();
  const start = performance.now();
  const trained = Promise.withResolvers<void>();
  const client = new TrainerClient(
    // The extension's own bundle, as a user has it.
    startNodeTrainer(
      fileURLToPath(new URL("../../dist/trainerWorker.cjs", import.meta.url)),
      fileURLToPath(new URL("../../dist/kernels.wasm", import.meta.url)),
    ),
    (event) => {
      if (event.type === "trainingEnded") trained.resolve();
    },
    (reason) => trained.reject(new Error(reason)),
  );
  try {
    await client.request("setPace", { pace: null });
    const startMs = performance.now() - start;
    const loadStart = performance.now();
    await load(client);
    const loadMs = performance.now() - loadStart;
    const loadedMegabytes = residentMegabytes() - before;
    await client.request("train", { epochs: 1, isPaced: false });
    await trained.promise;
    const trainedMegabytes = residentMegabytes() - before;
    const mostMegabytes = process.resourceUsage().maxRSS / 1024 - before;
    return { startMs, loadMs, loadedMegabytes, trainedMegabytes, mostMegabytes };
  } finally {
    client.dispose();
  }

  /** Apart, so that the files' bytes on this side are free when memory is measured. */
  async function load(client: TrainerClient): Promise<void> {
    const source = await readTrainingData(folder, undefined);
    await client.request("createNetwork", { settings, datasetLabel: "MNIST", source });
  }
}

/** In MB of 2²⁰ bytes, after this thread's garbage is collected; the worker's garbage counts as its memory. */
function residentMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}
