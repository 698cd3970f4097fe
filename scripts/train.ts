import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { findIdxPairs, type IdxPair, namesOf } from "../extension/datasets/idxPairs.ts";
import { activationNames } from "../extension/network/networkShape.ts";
import type { EvaluationPoint } from "../extension/protocol/curves.ts";
import { initialisationNames, type NetworkSettings, networkSettingsSchema } from "../extension/protocol/settings.ts";
import type { DatasetSource, NamedBytes, TrainingEnd } from "../extension/protocol/trainerMessages.ts";
import { startNodeTrainer } from "../extension/trainer/nodeTrainerPort.ts";
import { TrainerClient } from "../extension/trainer/trainerClient.ts";
import { writeSavedNetwork } from "../extension/weights/savedNetworkFile.ts";

const help = `The extension's trainer without an editor.

  npm run train -- --data built-in
  npm run train -- --data DIR [--test DIR] [OPTION…]

  --data DIR             folder of IDX files to train on (NAME-images-idx3-ubyte[.gz] and -labels-), or built-in
  --test DIR             folder of IDX files to test on; else the test pair beside the training pair, else the last
                         sixth of the training examples is held out
  --layers SIZES         neurons of every layer, default 784,16,16,10
  --activation NAME      of the hidden layers: ${activationNames.join(" or ")}, default sigmoid
  --initialisation NAME  ${initialisationNames.join(" or ")}, default scaledNormal
  --learning-rate ETA    default 1.5
  --batch COUNT          examples in a mini-batch, default 10
  --epochs COUNT         default 3
  --seed NUMBER          from 0 to 4294967295, default 1; the same seed gives the same weights, bit for bit
  --weights FILE         where to save the weights, as .safetensors
  --json                 one JSON object a line
  --help                 this text

One line an epoch: held-out cost and accuracy, mean cost of the training examples, examples a second; then the totals.
Exit code 2 and one sentence on bad arguments or data.
`;

/** Bad arguments or data: one sentence, exit code 2. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

interface Arguments {
  readonly data: string;
  readonly test: string | undefined;
  readonly settings: NetworkSettings;
  readonly epochs: number;
  readonly weights: string | undefined;
  readonly isJson: boolean;
}

function readArguments(): Arguments | "help" {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      test: { type: "string" },
      layers: { type: "string", default: "784,16,16,10" },
      activation: { type: "string", default: "sigmoid" },
      initialisation: { type: "string", default: "scaledNormal" },
      "learning-rate": { type: "string", default: "1.5" },
      batch: { type: "string", default: "10" },
      epochs: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      weights: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (values.data === undefined)
    throw new Refusal("--data: expected a folder of IDX files or built-in, found nothing.");
  if (values.data === "built-in" && values.test !== undefined) {
    throw new Refusal("--test: expected only with a folder as --data; the built-in digits have their own to test on.");
  }
  const settings = v.safeParse(networkSettingsSchema, {
    sizes: values.layers.split(",").map((size) => numberOf("--layers", size)),
    activation: values.activation,
    initialisation: values.initialisation,
    learningRate: numberOf("--learning-rate", values["learning-rate"]),
    batchSize: numberOf("--batch", values.batch),
    seed: numberOf("--seed", values.seed),
  });
  if (!settings.success) throw new Refusal(settings.issues[0].message);
  const epochs = numberOf("--epochs", values.epochs);
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new Refusal(`--epochs: expected a whole number from 1 on, found ${values.epochs}.`);
  }
  const { data, test, weights, json: isJson } = values;
  return { data, test, settings: settings.output, epochs, weights, isJson };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new Refusal(`${name}: expected a number, found “${text}”.`);
  return value;
}

async function readSource({ data, test }: Arguments): Promise<DatasetSource> {
  if (data === "built-in") return { kind: "builtIn" };
  const names = await filesOf("--data", data);
  const pairs = findIdxPairs(names, basename(resolve(data)));
  if (test === undefined)
    return { kind: "idx", folder: basename(resolve(data)), files: await readFiles(data, namesOf(pairs)) };
  const testPairs = findTestPair(await filesOf("--test", test), basename(resolve(test)));
  const training = await readFiles(data, [pairs.training.images, pairs.training.labels]);
  const testing = await readFiles(test, [testPairs.images, testPairs.labels]);
  // One list for the reader: it knows the pairs by their names.
  const renamed = testing.map(({ bytes }, k) => ({
    name: k === 0 ? "test-images-idx3-ubyte" : "test-labels-idx1-ubyte",
    bytes,
  }));
  return { kind: "idx", folder: basename(resolve(data)), files: [...training, ...renamed] };
}

/** The test pair of a folder, or its only one. */
function findTestPair(names: readonly string[], folder: string): IdxPair {
  const testNames = names.filter((name) => /(^|[^a-z])(t10k|test)/i.test(name));
  if (testNames.length === 0) return findIdxPairs(names, folder).training;
  // Without the word that marks a test, the pair is found like one to train on.
  const found = findIdxPairs(
    testNames.map((name) => name.replace(/t10k|test/i, "only")),
    folder,
  ).training;
  const original = (name: string) =>
    testNames[testNames.findIndex((test) => test.replace(/t10k|test/i, "only") === name)];
  return { images: original(found.images), labels: original(found.labels) };
}

async function filesOf(argument: string, folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new Refusal(`${argument}: expected a folder of IDX files, found none at ${folder}.`, { cause });
  }
}

function readFiles(folder: string, names: readonly string[]): Promise<NamedBytes[]> {
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      return { name, bytes: new Uint8Array(content) };
    }),
  );
}

async function train(chosen: Arguments): Promise<void> {
  const { settings, epochs, weights, isJson } = chosen;
  const source = await readSource(chosen);
  if (weights !== undefined) await filesOf("--weights", dirname(resolve(weights)));
  const print = (line: object, words: string) => process.stdout.write(`${isJson ? JSON.stringify(line) : words}\n`);
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

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
        `epoch ${epoch}: cost ${cost.toFixed(4)}, accuracy ${percent(accuracy)}, training cost ${trainingCost?.toFixed(4)}, ` +
          `${rate.toLocaleString("en")} examples/s`,
      );
    }
  };
  const client = new TrainerClient(
    startNodeTrainer(workerPath, kernelsPath),
    (event) => {
      if (event.type === "progressed" || event.type === "trainingEnded") note(event.points.evaluations);
      if (event.type === "trainingEnded") ended.resolve(event.end);
    },
    (reason) => ended.reject(new Error(reason)),
  );
  try {
    const datasetLabel = chosen.data === "built-in" ? "built-in digits" : basename(resolve(chosen.data));
    await client.request("createNetwork", { settings, datasetLabel, source });
    await client.request("train", { epochs });
    const end = await ended.promise;
    if (end.reason === "diverged") {
      throw new Refusal(
        `The gradient of layer ${end.layer} was not finite at learning rate ${settings.learningRate}: try a smaller one.`,
      );
    }
    const saved = await client.request("save", {});
    if (weights !== undefined) await writeAtomically(weights, writeSavedNetwork(saved));
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
    };
    print(
      { ...totals, ...(weights !== undefined && { weights }) },
      `${epochs} epochs: cost ${last.cost.toFixed(4)}, accuracy ${percent(last.accuracy)}, best ${percent(best)}, ` +
        `median ${medianRate.toLocaleString("en")} examples/s${weights === undefined ? "" : `; saved to ${weights}`}`,
    );
  } finally {
    client.dispose();
  }
}

/** An interrupted save leaves the old file whole. */
async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

try {
  const chosen = readArguments();
  if (chosen === "help") process.stdout.write(help);
  else await train(chosen);
} catch (error) {
  const isRefusal = error instanceof Error && !/^(TypeError|ReferenceError)$/.test(error.name);
  const isBadArgument =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  process.exitCode = isRefusal || isBadArgument ? 2 : 1;
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${process.exitCode === 2 || !(error instanceof Error) ? words : error.stack}\n`);
}
