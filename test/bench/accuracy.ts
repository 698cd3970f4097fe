import { learningInWords } from "../../extension/protocol/learningInWords.ts";
import type { BenchArguments } from "./benchArguments.ts";
import { hasMnist, mnistFolder } from "./images.ts";
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
  {
    network: "784-100-10",
    epochs: 60,
    words: "--learning-rate 1.5 --schedule cosine --schedule-epochs 60",
    leastAccuracy: 0.98,
    minutes: 0.3,
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

/**
 * Prints the best held-out accuracy of seeded runs on MNIST: 50,000 examples to train on, 10,000 held out. The same run
 * gives the same figures on every machine with the same arithmetic.
 */
export async function measureAccuracy({ networks, isJson }: BenchArguments): Promise<void> {
  if (!hasMnist()) return;
  const chosen = runs.filter(({ network }) => networks === undefined || networks.includes(network));
  const minutes = Math.ceil(chosen.reduce((sum, run) => sum + run.minutes, 0));
  console.error(`${chosen.length} runs, one after the other: about ${minutes} min on one core of a shared server.`);
  if (!isJson) console.log("network           best  at least   in epoch    time  learnt with");
  for (const { network, epochs, words, leastAccuracy } of chosen) {
    const startMs = performance.now();
    const layers = network.replaceAll("-", ",");
    const run = ["--data", mnistFolder, "--layers", layers, "--epochs", String(epochs), ...words.split(" ")];
    const { bestAccuracy, bestEpoch, medianExamplesPerSecond, settings } = await trainTotals(run);
    const seconds = Math.round((performance.now() - startMs) / 1000);
    const row = { network, bestAccuracy, leastAccuracy, bestEpoch, epochs, seconds, medianExamplesPerSecond, settings };
    const cost = settings.cost === "quadratic" ? ["quadratic cost"] : [];
    const { learningRate, seed } = settings;
    const learning = [...learningInWords(settings), ...cost, `learning rate ${learningRate}`, `seed ${seed}`];
    console.log(
      isJson
        ? JSON.stringify(row)
        : network.padEnd(14) +
            percent(bestAccuracy).padStart(8) +
            percent(leastAccuracy).padStart(10) +
            `${bestEpoch} of ${epochs}`.padStart(11) +
            `${seconds} s`.padStart(8) +
            `  ${learning.join(" · ")}`,
    );
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
