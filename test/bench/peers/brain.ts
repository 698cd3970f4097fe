import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { labelCount, pixelCount } from "../../../extension/datasets/examples.ts";
import { peerPackagesFolder } from "../peerPackages.ts";
import { costCount, givenTask, serveContestant, trainBySteps } from "./serveContestant.ts";

const load = createRequire(join(peerPackagesFolder, "package.json"));
// The package's main file loads a GPU library too.
const { default: NeuralNetwork } = load("brain.js/dist/neural-network.js");
// Not by `load`: the package does not say that its package.json may be had.
const { version } = JSON.parse(readFileSync(join(peerPackagesFolder, "node_modules/brain.js/package.json"), "utf8"));

const { pixels, labels, sizes, batch, learningRate } = givenTask();
const examples = Array.from(labels, (label, k) => ({
  input: Float32Array.from(pixels.subarray(k * pixelCount, (k + 1) * pixelCount), (value) => value / 255),
  output: Float32Array.from({ length: labelCount }, (_, digit) => (digit === label ? 1 : 0)),
}));

const network = new NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: "sigmoid" });
// One example at a time, with the part of η that each has in a mini-batch. brain.js leaves out the 2 of 2(a − y). Set
// afterwards: the constructor takes no momentum of 0.
network.trainOpts.learningRate = (2 * learningRate) / batch;
network.trainOpts.momentum = 0;
network.sizes = sizes;
network.initialize();

let next = 0;
const examplesPerStep = 10;
function step(): void {
  for (let k = 0; k < examplesPerStep; k++) {
    network.trainPattern(examples[next], false);
    next = (next + 1) % examples.length;
  }
}

function cost(): number {
  let sum = 0;
  for (const { input, output } of examples.slice(0, costCount)) {
    const activations: ArrayLike<number> = network.runInput(input);
    output.forEach((wanted, digit) => {
      sum += (activations[digit] - wanted) ** 2;
    });
  }
  return sum / costCount;
}

await serveContestant({
  description: `brain.js ${version}, example by example`,
  train: (ms) => trainBySteps(step, examplesPerStep, ms),
  cost,
});
