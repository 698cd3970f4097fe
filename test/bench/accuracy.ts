import { learningInWords } from "../../extension/protocol/learningInWords.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import type { BenchArguments } from "./benchArguments.ts";
import { builtInAccuracy } from "./builtInAccuracy.ts";
import { hasMnist, mnistFolder } from "./images.ts";
import { sizesOf } from "./sizesOf.ts";
import { trainTotals } from "./trainTotals.ts";

/** One seeded run, from seed 1 where its words name no other. */
interface AccuracyRun {
  readonly network: string;
  readonly epochs: number;
  /** as `npm run train` takes them, but for data, layers and epochs */
  readonly words: string;
  /** the share read right that the project holds itself to */
  readonly leastAccuracy: number;
  /** what it takes on one core of a shared server, alone */
  readonly minutes: number;
}

/** Nielsen's η of 3.0 is 1.5 here, where the cost has no ½. */
const runs: readonly AccuracyRun[] = [
  {
    network: "784-16-16-10",
    epochs: 30,
    words: "--learning-rate 1.5 --schedule cosine --schedule-epochs 30",
    leastAccuracy: 0.95,
    minutes: 0.1,
  },
  {
    network: "784-30-10",
    epochs: 30,
    words: "--learning-rate 1.5 --schedule cosine --schedule-epochs 30",
    leastAccuracy: 0.962,
    minutes: 0.1,
  },
  { network: "784-100-10", epochs: 60, words: "--learning-rate 1.5", leastAccuracy: 0.98, minutes: 0.3 },
  {
    network: "784-100-10",
    epochs: 60,
    words: "--learning-rate 1.5 --l2 0.00003 --schedule cosine --schedule-epochs 60",
    leastAccuracy: 0.98,
    minutes: 0.4,
  },
  {
    network: "784-30-10",
    epochs: 30,
    words: "--output softmax --learning-rate 0.5 --l2 0.0001 --schedule cosine --schedule-epochs 30",
    leastAccuracy: 0.968,
    minutes: 0.1,
  },
  {
    network: "784-100-10",
    epochs: 60,
    words: "--cost crossEntropy --learning-rate 0.5 --l2 0.00007 --schedule cosine --schedule-epochs 60",
    leastAccuracy: 0.982,
    minutes: 0.3,
  },
  {
    network: "784-500-10",
    epochs: 40,
    words:
      "--activation relu --output softmax --initialisation he --learning-rate 0.1 --batch 32 --schedule cosine " +
      "--schedule-epochs 40 --augment",
    leastAccuracy: 0.99,
    minutes: 2,
  },
];

/** The network that learns from the built-in digits alone. */
const builtInNetwork = "784-100-10";
/** As the others' minutes. */
const builtInMinutes = 0.7;

/**
 * Prints the best held-out accuracy of seeded runs on MNIST: 50,000 examples to train on, 10,000 held out. The same run
 * gives the same figures on every machine with the same arithmetic.
 */
export async function measureAccuracy({ networks, isJson }: BenchArguments): Promise<void> {
  if (!hasMnist()) return;
  const chosen = runs.filter(({ network }) => networks === undefined || networks.includes(network));
  const isBuiltInChosen = networks === undefined || networks.includes(builtInNetwork);
  const minutes = chosen.reduce((sum, run) => sum + run.minutes, isBuiltInChosen ? builtInMinutes : 0);
  console.error(
    `${chosen.length + (isBuiltInChosen ? 1 : 0)} runs, one after the other: about ${Math.ceil(minutes)} min on one core of a shared server.`,
  );
  if (!isJson) console.log("network           best  at least   in epoch    time  learnt with");
  for (const run of chosen) print(await perform(run), isJson);
  if (isBuiltInChosen) print(await performBuiltIn(), isJson);
}

/** A line of the table. */
interface AccuracyRow {
  readonly network: string;
  /** what it learnt from */
  readonly data: "mnist" | "built-in";
  readonly bestAccuracy: number;
  readonly leastAccuracy: number;
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly settings: NetworkSettings;
}

async function perform({ network, epochs, words, leastAccuracy }: AccuracyRun): Promise<AccuracyRow> {
  const startMs = performance.now();
  const layers = network.replaceAll("-", ",");
  const run = ["--data", mnistFolder, "--layers", layers, "--epochs", String(epochs), ...words.split(" ")];
  const { bestAccuracy, bestEpoch, settings } = await trainTotals(run);
  const seconds = secondsSince(startMs);
  return { network, data: "mnist", bestAccuracy, leastAccuracy, bestEpoch, epochs, seconds, settings };
}

/** How well the built-in digits teach: what a network that knows no others reads of MNIST's 50,000. */
async function performBuiltIn(): Promise<AccuracyRow> {
  const startMs = performance.now();
  const epochs = 60;
  const schedule = { schedule: "cosine", scheduleEpochs: epochs, l2: 0.00003 } as const;
  const settings = { ...plainSettings(sizesOf(builtInNetwork)), ...schedule, augment: true };
  const bestAccuracy = await builtInAccuracy(settings, epochs);
  const seconds = secondsSince(startMs);
  const measured = { bestAccuracy, leastAccuracy: 0.95, bestEpoch: epochs, epochs, seconds, settings };
  return { network: builtInNetwork, data: "built-in", ...measured };
}

function print(row: AccuracyRow, isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify(row));
    return;
  }
  const { network, data, bestAccuracy, leastAccuracy, bestEpoch, epochs, seconds, settings } = row;
  const learning = [
    ...(data === "built-in" ? ["the built-in digits alone"] : []),
    ...learningInWords(settings),
    ...(settings.cost === "quadratic" ? ["quadratic cost"] : []),
    `learning rate ${settings.learningRate}`,
    `seed ${settings.seed}`,
  ];
  console.log(
    network.padEnd(14) +
      percent(bestAccuracy).padStart(8) +
      percent(leastAccuracy).padStart(10) +
      `${bestEpoch} of ${epochs}`.padStart(11) +
      `${seconds} s`.padStart(8) +
      `  ${learning.join(" · ")}`,
  );
}

function secondsSince(startMs: number): number {
  return Math.round((performance.now() - startMs) / 1000);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
