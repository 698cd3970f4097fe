import { initialParameters } from "../../extension/network/initialParameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { type NetworkSettings, plainSettings, suggestedLearningRate } from "../../extension/protocol/settings.ts";
import { Descent } from "../../extension/trainer/descent.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import type { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { placed, randomExamples } from "../trainer/randomExamples.ts";
import { alternate } from "./alternate.ts";
import type { BenchArguments } from "./benchArguments.ts";
import type { Contestant } from "./contestant.ts";
import { usualDensity } from "./images.ts";
import { sizesOf } from "./sizesOf.ts";

const usualSeconds = 3;
const exampleCount = 10_000;

/** What is learnt with, and the least share of the plain rate that the project holds itself to. */
interface Choice {
  readonly name: string;
  readonly goal?: number;
  readonly settings: Partial<NetworkSettings>;
}

const choices: readonly Choice[] = [
  { name: "plain", settings: {} },
  { name: "plain, L2", goal: 0.5, settings: { l2: 1e-4 } },
  { name: "momentum", goal: 0.5, settings: { descent: "momentum" } },
  { name: "momentum, L2", goal: 0.5, settings: { descent: "momentum", l2: 1e-4 } },
  { name: "Adam", goal: 1 / 3, settings: { descent: "adam" } },
  { name: "cross-entropy of sigmoid outputs", settings: { cost: "crossEntropy" } },
];

/** Prints what each way of descent costs: its examples a second, all in turns in this process, as a share of plain descent's. */
export async function measureDescents({ networks, batches, seconds, isJson }: BenchArguments): Promise<void> {
  for (const network of networks ?? ["784-16-16-10", "784-100-10"]) {
    for (const batch of batches ?? [10]) {
      const placedExamples = placed(randomExamples(exampleCount, usualDensity, 42));
      const contestants = choices.map(({ settings }) => contestant(placedExamples, network, batch, settings));
      await alternate(contestants, 0.5);
      const rates = await alternate(contestants, seconds ?? usualSeconds);
      if (!isJson) console.log(`${network}, mini-batches of ${batch}`);
      choices.forEach(({ name, goal }, place) => {
        const [rate, share] = [rates[place], rates[place] / rates[0]];
        const goalWords = goal === undefined ? "" : ` (goal: at least ${goal.toFixed(2)})`;
        const words = `  ${name.padEnd(36)}${Math.round(rate).toLocaleString("en").padStart(12)} examples/s, ${share.toFixed(2)} of plain${goalWords}`;
        console.log(isJson ? JSON.stringify({ network, batch, choice: name, rate, share, goal }) : words);
      });
    }
  }
}

function contestant(
  examples: PlacedDataset,
  network: string,
  batchSize: number,
  choice: Partial<NetworkSettings>,
): Contestant {
  const settings = { ...plainSettings(sizesOf(network)), batchSize, ...choice };
  const { sizes, activations, cost } = settings;
  const kernelNetwork = new KernelNetwork(examples, { sizes, activations, cost });
  const generator = new SeededGenerator(1);
  kernelNetwork.parameters = initialParameters({ sizes }, settings.initialisation, generator);
  const position = { step: 0, epoch: 0, batchInEpoch: 0, generator: generator.state };
  const learningRate = suggestedLearningRate(settings);
  const descent = new Descent(kernelNetwork, { ...settings, learningRate }, position);
  const train = async (ms: number) => {
    let examples = 0;
    const start = performance.now();
    while (performance.now() - start < ms) {
      const count = Math.min(descent.examplesLeftInBatch, descent.examplesAtOnce);
      if (typeof descent.advance(count) === "object") throw new Error(`It diverged at learning rate ${learningRate}.`);
      examples += count;
    }
    // Points of the curve are kept until they are taken.
    descent.takePoints();
    return (examples / (performance.now() - start)) * 1000;
  };
  return { description: network, train, cost: async () => descent.trainingCost ?? Number.NaN };
}
