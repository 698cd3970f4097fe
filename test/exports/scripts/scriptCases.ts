import type { ScriptedNetwork } from "../../../extension/exports/scripts/scriptedNetwork.ts";
import { descendWithAdam } from "../../../extension/network/adamDescent.ts";
import { exampleCost, targetOf } from "../../../extension/network/cost.ts";
import { forward } from "../../../extension/network/forward.ts";
import { scheduledLearningRate } from "../../../extension/network/learningRateSchedule.ts";
import { descend, miniBatchGradient } from "../../../extension/network/miniBatchDescent.ts";
import { descendWithMomentum } from "../../../extension/network/momentumDescent.ts";
import type { NetworkShape } from "../../../extension/network/networkShape.ts";
import type { Parameters } from "../../../extension/network/parameters.ts";
import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { addPenaltyGradient } from "../../../extension/network/weightDecay.ts";
import type { SavedNetwork, SavedTraining } from "../../../extension/protocol/savedNetwork.ts";
import { someTraining } from "../../weights/someNetwork.ts";
import { drawnNetwork } from "../drawnNetwork.ts";

/** A network, and what it makes of some examples and learns from them. */
export interface ScriptCase {
  readonly name: string;
  readonly saved: SavedNetwork;
  readonly scripted: ScriptedNetwork;
}

const outputNames = ["zero", "one", "two", "three", "four", "five", "six", "seven", "“eight”", 'ni"ne\\'];

/** Every activation, cost, descent and schedule, with the penalty and without. */
export const scriptCases: readonly ScriptCase[] = [
  scriptCase(
    "sigmoid, quadratic cost, plain",
    { sizes: [784, 12, 8, 10], activations: ["sigmoid", "sigmoid", "sigmoid"], cost: "quadratic" },
    {
      descent: "plain",
      dataset: 'somebody\'s """\\ digits\n',
    },
  ),
  scriptCase(
    "ReLU and softmax, cross-entropy, momentum",
    { sizes: [784, 12, 8, 10], activations: ["relu", "leakyRelu", "softmax"], cost: "crossEntropy" },
    {
      descent: "momentum",
      momentum: 0.8,
      l2: 0.01,
      schedule: "cosine",
      scheduleEpochs: 5,
      augment: true,
    },
  ),
  scriptCase(
    "tanh, cross-entropy, Adam",
    { sizes: [784, 12, 10], activations: ["tanh", "sigmoid"], cost: "crossEntropy" },
    {
      descent: "adam",
      learningRate: 0.001,
      l2: 0.01,
      schedule: "inverseTime",
      scheduleEpochs: 5,
    },
  ),
  scriptCase(
    "outputs of leaky ReLU, no hidden layer, quadratic cost",
    { sizes: [784, 10], activations: ["leakyRelu"], cost: "quadratic" },
    {
      descent: "plain",
      learningRate: 0.01,
      l2: 0.01,
    },
  ),
  scriptCase(
    "8×8 pixels, plain",
    { sizes: [64, 12, 10], activations: ["sigmoid", "sigmoid"], cost: "quadratic" },
    { descent: "plain" },
  ),
];

/** Networks that no digits fit, or whose outputs are no digits: they are run, and not trained. */
export const runCases: readonly ScriptCase[] = [
  scriptCase(
    "13 inputs, 3 outputs",
    { sizes: [13, 5, 3], activations: ["relu", "softmax"], cost: "crossEntropy" },
    { descent: "adam", step: 0, epoch: 0 },
  ),
  scriptCase(
    "26 outputs for 28×28 pixels",
    { sizes: [784, 12, 26], activations: ["tanh", "sigmoid"], cost: "quadratic" },
    { descent: "plain", step: 0, epoch: 0 },
  ),
];

function scriptCase(name: string, shape: NetworkShape, choices: Partial<SavedTraining>): ScriptCase {
  const training = { ...someTraining, learningRate: 0.5, ...choices };
  const { parameters } = drawnNetwork(shape);
  const generator = new SeededGenerator(9);
  const drawn = (draw: () => number): Parameters =>
    parameters.map(({ weights, biases }) => ({ weights: weights.map(draw), biases: biases.map(draw) }));
  const change = () => drawn(() => 0.02 * generator.nextUniform() - 0.01);
  const squares = () => drawn(() => 0.01 + 0.01 * generator.nextUniform());
  const values = { plain: () => [], momentum: () => [change()], adam: () => [change(), squares()] };
  const moments = { steps: training.descent === "plain" ? 0 : 20, values: values[training.descent]() };
  const saved = { shape, parameters, training: { ...training, moments } };
  const [inputs, outputs] = [shape.sizes[0], shape.sizes[shape.sizes.length - 1]];
  const pixels = Uint8Array.from({ length: inputs }, (_, pixel) => pixel % 256);
  const isDigits = outputs === 10;
  const names = isDigits ? outputNames : Array.from({ length: outputs }, (_, output) => `${output}`);
  const example = { pixels, label: isDigits ? 9 : null };
  return { name, saved, scripted: { shape, training: saved.training, outputNames: names, name: "digits", example } };
}

/** Pixels from 0 to 1, most of them black, [count][inputs], and labels. */
export function drawnExamples(
  count: number,
  inputs: number,
): { readonly pixels: Float32Array[]; readonly labels: number[] } {
  const generator = new SeededGenerator(3);
  const draw = () => Math.max(0, 2 * generator.nextUniform() - 1);
  return {
    pixels: Array.from({ length: count }, () => Float32Array.from({ length: inputs }, draw)),
    labels: Array.from({ length: count }, (_, example) => example % 10),
  };
}

/** What the reference makes of examples, and learns from them as one mini-batch. */
export interface Expected {
  /** [examples][10] */
  readonly outputs: readonly number[][];
  /** mean of the examples */
  readonly cost: number;
  /** of layer 1, after the step */
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

/** The reference's answer to one input. */
export function outputsOf({ shape, parameters }: SavedNetwork, input: Float32Array): number[] {
  return [...(forward(shape, parameters, input).at(-1)?.activations ?? [])];
}

/** @param epochs that have passed, in fractions */
export function expectedOf(
  { shape, parameters, training }: SavedNetwork,
  epochs: number,
  { pixels, labels }: ReturnType<typeof drawnExamples>,
): Expected {
  if (!training) throw new Error("Expected a network that says how it was trained.");
  const states = pixels.map((input) => forward(shape, parameters, input));
  const outputs = states.map((layers) => [...(layers.at(-1)?.activations ?? [])]);
  const batch = pixels.map((input, example) => ({ input, target: targetOf(labels[example], 10) }));
  const activation = shape.activations[shape.activations.length - 1];
  const costs = states.map((layers, example) =>
    exampleCost(shape.cost, activation, layers[layers.length - 1], batch[example].target),
  );

  const moved = inDoublePrecision(parameters);
  const gradient = miniBatchGradient(shape, moved, batch);
  addPenaltyGradient(moved, training.l2, gradient);
  const learningRate = scheduledLearningRate(training, epochs);
  const { steps, values } = training.moments;
  if (training.descent === "plain") descend(gradient, learningRate, moved);
  if (training.descent === "momentum") {
    const kept = inDoublePrecision(values[0]).map(({ weights, biases }) => ({
      weights: weights.map((value) => value / training.momentum),
      biases: biases.map((value) => value / training.momentum),
    }));
    descendWithMomentum(gradient, learningRate, training.momentum, kept, moved);
  }
  if (training.descent === "adam") {
    const [means, squares] = values.map(inDoublePrecision);
    descendWithAdam(gradient, learningRate, steps + 1, { means, squares }, moved);
  }
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  return { outputs, cost: mean, weights: [...moved[0].weights], biases: [...moved[0].biases] };
}

function inDoublePrecision(parameters: Parameters) {
  return parameters.map(({ weights, biases }) => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  }));
}
