import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { epochsOf } from "../extension/liveNetwork/runHistory.ts";
import { troubleOf } from "../extension/liveNetwork/trouble/trouble.ts";
import { counted } from "../extension/protocol/counted.ts";
import type { CurvePoints, EvaluationPoint, Run } from "../extension/protocol/curves.ts";
import { grownRun } from "../extension/protocol/grownRun.ts";
import { learningInWords } from "../extension/protocol/learningInWords.ts";
import { percentText } from "../extension/protocol/percentText.ts";
import type { NetworkSettings } from "../extension/protocol/settings.ts";
import type { TrainingEnd } from "../extension/protocol/trainerMessages.ts";
import { sizesInWords } from "../extension/protocol/typedSizes.ts";
import { startNodeTrainer } from "../extension/trainer/nodeTrainerPort.ts";
import { TrainerClient } from "../extension/trainer/trainerClient.ts";
import { atomicWrite } from "../extension/vscode/files/atomicWrite.ts";
import { nodeFiles } from "../extension/vscode/files/nodeFiles.ts";
import { Refusal } from "./refusal.ts";
import { readTrainArguments, type TrainArguments, trainHelp } from "./trainArguments.ts";
import { readTrainingData } from "./trainingData.ts";

async function train(chosen: TrainArguments): Promise<void> {
  const { settings, epochs, weights, isJson } = chosen;
  const source = await readTrainingData(chosen.data, chosen.test);
  if (weights !== undefined && !existsSync(dirname(resolve(weights)))) {
    throw new Refusal(`--weights: expected a file in a folder that exists, found no ${dirname(resolve(weights))}.`);
  }
  const print = (line: object, words: string) => process.stdout.write(`${isJson ? JSON.stringify(line) : words}\n`);

  const workerPath = fileURLToPath(new URL("../extension/trainer/trainerWorker.ts", import.meta.url));
  const kernelsPath = fileURLToPath(new URL("../dist/kernels.wasm", import.meta.url));
  const ended = Promise.withResolvers<TrainingEnd>();
  const evaluations: EvaluationPoint[] = [];
  const note = (points: readonly EvaluationPoint[]) => {
    for (const point of points) {
      if (point.epoch === 0) continue;
      evaluations.push(point);
      const { epoch, cost, accuracy, trainingCost, examplesPerSecond } = point;
      const rate = Math.round(examplesPerSecond ?? 0);
      print(
        { epoch, cost, accuracy, trainingCost, examplesPerSecond: rate },
        `epoch ${epoch}: cost ${cost.toFixed(4)}, accuracy ${percentText(accuracy, 2)}, training cost ${trainingCost?.toFixed(4)}, ` +
          `${rate.toLocaleString("en")} examples/s`,
      );
    }
  };
  let run: Run | undefined;
  let isTroubleTold = false;
  /** Says, once, what the panel would say. */
  const lookForTrouble = (points: CurvePoints) => {
    if (!run) return;
    run = grownRun(run, points);
    const trouble = isTroubleTold ? undefined : troubleOf(run, settings.learningRate);
    if (!trouble) return;
    isTroubleTold = true;
    process.stderr.write(`${trouble.words}\n`);
  };
  const client = new TrainerClient(
    startNodeTrainer(workerPath, kernelsPath),
    (event) => {
      if (event.type === "progressed" || event.type === "trainingEnded") {
        note(event.points.evaluations);
        lookForTrouble(event.points);
      }
      if (event.type === "trainingEnded") ended.resolve(event.end);
    },
    (reason) => ended.reject(new Error(reason)),
  );
  try {
    const datasetLabel = chosen.data === "built-in" ? "built-in digits" : basename(resolve(chosen.data));
    const { progress, points } = await client.request("createNetwork", { settings, datasetLabel, source });
    run = { number: 1, settings, dataset: chosen.data, ...epochsOf(progress), ...points };
    if (!isJson) process.stdout.write(`${networkInWords(settings)}\n`);
    await client.request("train", { epochs, isPaced: false });
    const end = await ended.promise;
    if (end.reason === "diverged") {
      throw new Refusal(
        `The gradient of layer ${end.layer} was not finite at learning rate ${settings.learningRate}: try a smaller one.`,
      );
    }
    const saved = await client.request("save", { which: "present" });
    if (weights !== undefined) await atomicWrite(nodeFiles, weights, saved.bytes);
    const last = evaluations[evaluations.length - 1];
    const best = Math.max(...evaluations.map((point) => point.accuracy));
    const rates = evaluations.map((point) => point.examplesPerSecond ?? 0).sort((a, b) => a - b);
    const medianRate = Math.round(rates[Math.floor(rates.length / 2)]);
    const totals = {
      epochs,
      cost: last.cost,
      accuracy: last.accuracy,
      bestAccuracy: best,
      medianExamplesPerSecond: medianRate,
      settings,
    };
    print(
      { ...totals, ...(weights !== undefined && { weights }) },
      `${counted(epochs, "epoch")}: cost ${last.cost.toFixed(4)}, accuracy ${percentText(last.accuracy, 2)}, best ${percentText(best, 2)}, ` +
        `median ${medianRate.toLocaleString("en")} examples/s${weights === undefined ? "" : `; saved to ${weights}`}`,
    );
  } finally {
    client.dispose();
  }
}

/** 784–16–16–10 · 13,002 parameters · ReLU · cross-entropy · Adam · learning rate 0.001 */
function networkInWords(settings: NetworkSettings): string {
  const words = [sizesInWords(settings.sizes), ...learningInWords(settings), `learning rate ${settings.learningRate}`];
  return words.join(" · ");
}

try {
  const chosen = readTrainArguments();
  if (chosen === "help") process.stdout.write(trainHelp);
  else await train(chosen);
} catch (error) {
  const isRefusal = error instanceof Error && !/^(TypeError|ReferenceError)$/.test(error.name);
  const isBadArgument =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  process.exitCode = isRefusal || isBadArgument ? 2 : 1;
  // Node's own words on bad arguments go on over several lines.
  const words = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  process.stderr.write(`${process.exitCode === 2 || !(error instanceof Error) ? words : error.stack}\n`);
}
