import type { BenchArguments } from "./benchArguments.ts";
import { hasMnist, mnistFolder } from "./images.ts";
import { trainTotals } from "./trainTotals.ts";

/** One seeded run. */
interface AccuracyRun {
  readonly network: string;
  /** in words, what else distinguishes it */
  readonly settings: string;
  readonly epochs: number;
  /** as `npm run train` takes them, but for data, layers, epochs and seed */
  readonly words: readonly string[];
  /** the accuracy that the project holds itself to */
  readonly leastAccuracy: number;
}

/** Nielsen's settings: his η of 3.0 is 1.5 here, where the cost has no ½. */
const nielsen = ["--learning-rate", "1.5", "--batch", "10"];

const runs: readonly AccuracyRun[] = [
  { network: "784-16-16-10", settings: "quadratic cost", epochs: 30, words: nielsen, leastAccuracy: 0.95 },
  { network: "784-30-10", settings: "quadratic cost", epochs: 30, words: nielsen, leastAccuracy: 0.962 },
  { network: "784-100-10", settings: "quadratic cost", epochs: 30, words: nielsen, leastAccuracy: 0.98 },
];

/** Prints the best held-out accuracy of seeded runs on MNIST: 50,000 examples to train on, 10,000 held out. */
export async function measureAccuracy({ networks, isJson }: BenchArguments): Promise<void> {
  if (!hasMnist()) return;
  if (!isJson) console.log("network         settings                          epochs    best  at least   examples/s");
  for (const { network, settings, epochs, words, leastAccuracy } of runs) {
    if (networks && !networks.includes(network)) continue;
    const layers = network.replaceAll("-", ",");
    const run = ["--data", mnistFolder, "--layers", layers, "--epochs", String(epochs), "--seed", "1", ...words];
    const { bestAccuracy, medianExamplesPerSecond } = await trainTotals(run);
    const row = { network, settings, epochs, bestAccuracy, leastAccuracy, medianExamplesPerSecond };
    const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
    console.log(
      isJson
        ? JSON.stringify(row)
        : network.padEnd(16) +
            settings.padEnd(34) +
            String(epochs).padStart(6) +
            percent(bestAccuracy).padStart(8) +
            percent(leastAccuracy).padStart(10) +
            medianExamplesPerSecond.toLocaleString("en").padStart(13),
    );
  }
}
