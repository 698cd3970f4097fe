import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BenchArguments } from "./benchArguments.ts";
import { ContestantProcess } from "./contestant.ts";
import { timeEvaluation } from "./evaluationTime.ts";
import { hasMnist, mnistFolder, mnistImages } from "./images.ts";
import type { LoadedWorker } from "./loadedWorker.ts";
import { type Measurement, printMeasurement } from "./measurement.ts";
import { median } from "./median.ts";
import { ourCommand } from "./peers.ts";
import { trainTotals } from "./trainTotals.ts";
import { warmUp } from "./warmUp.ts";

const rounds = 3;
const loadings = 5;
const epochs = 10;
const lessonNetwork = "784-16-16-10";

/** Prints what a user gets of the trainer on MNIST, through the worker and all: speed, evaluation, loading, memory. */
export async function measureProduct({ networks, seconds, isJson }: BenchArguments): Promise<void> {
  if (!hasMnist()) return;
  const print = (measurement: Measurement) => printMeasurement(measurement, isJson);
  await measureTraining(networks ?? [lessonNetwork], seconds ?? 3, print);
  const evaluation = await timeEvaluation(lessonNetwork);
  print({ what: `evaluation of 10,000 examples, ${lessonNetwork}`, value: evaluation, unit: "ms", goal: "under 10" });
  await measureLoading(print);
}

/** `npm run train` against the benchmark's own loop, in turns. */
async function measureTraining(
  networks: readonly string[],
  seconds: number,
  print: (measurement: Measurement) => void,
): Promise<void> {
  const images = await mnistImages();
  try {
    for (const network of networks) {
      const ours = await ContestantProcess.start("downhill", ourCommand, {
        network,
        batch: 10,
        imagesFolder: images.folder,
      });
      try {
        await warmUp(ours);
        const benchRates: number[] = [];
        const trainRates: number[] = [];
        const layers = network.replaceAll("-", ",");
        const words = ["--data", mnistFolder, "--layers", layers, "--batch", "10", "--epochs", String(epochs)];
        for (let round = 0; round < rounds; round++) {
          benchRates.push(await ours.train((seconds * 1000) / rounds));
          trainRates.push((await trainTotals(words)).medianExamplesPerSecond);
        }
        const bench = median(benchRates);
        const train = median(trainRates);
        print({ what: `the benchmark's loop, ${network}, mini-batches of 10`, value: bench, unit: "examples/s" });
        print({ what: `npm run train, ${epochs} epochs of the same`, value: train, unit: "examples/s" });
        print({ what: "of the loop's rate", value: (train / bench) * 100, unit: "%", goal: "at least 85" });
      } finally {
        ours.end();
      }
    }
  } finally {
    await images.remove();
  }
}

async function measureLoading(print: (measurement: Measurement) => void): Promise<void> {
  const script = fileURLToPath(new URL("loadedWorker.ts", import.meta.url));
  const loaded: LoadedWorker[] = [];
  for (let k = 0; k < loadings; k++) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, mnistFolder]);
    loaded.push(JSON.parse(stdout));
  }
  const of = (key: keyof LoadedWorker) => median(loaded.map((one) => one[key]));
  print({ what: "start of the worker", value: of("startMs"), unit: "ms" });
  print({ what: "MNIST from IDX.gz to ready", value: of("loadMs"), unit: "ms", goal: "under 700" });
  print({ what: "worker's memory, MNIST loaded", value: of("loadedMegabytes"), unit: "MB", goal: "under 150" });
  print({ what: "worker's memory after an epoch", value: of("trainedMegabytes"), unit: "MB", goal: "under 150" });
  print({ what: "most memory that loading and the epoch took", value: of("mostMegabytes"), unit: "MB" });
}
