import * as v from "valibot";
import { type ActivationName, activationNames, parameterCount } from "../network/networkShape.ts";

/** The most neurons a layer may have, and the most weights and biases a network: what a machine can still train. */
export const mostNeurons = 4096;
export const mostLayers = 12;
export const mostParameters = 20_000_000;
export const mostExamplesInBatch = 4096;

const wholeNumber = (least: number, most: number, what: string) =>
  v.pipe(
    v.number(`${what}: expected a whole number from ${least} to ${most}.`),
    v.integer((issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
    v.minValue(least, (issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
    v.maxValue(most, (issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
  );

export const sizesSchema = v.pipe(
  v.array(
    wholeNumber(1, mostNeurons, "layer size"),
    "sizes: expected a list of layer sizes such as [784, 16, 16, 10].",
  ),
  v.minLength(2, "sizes: expected at least an input and an output layer."),
  v.maxLength(mostLayers, (issue) => `sizes: expected at most ${mostLayers} layers, found ${issue.input.length}.`),
  v.check(
    (sizes) => sizes[0] === 784,
    (issue) => `sizes: expected 784 inputs, one a pixel, found ${issue.input[0]}.`,
  ),
  v.check(
    (sizes) => sizes.at(-1) === 10,
    (issue) => `sizes: expected 10 outputs, one a digit, found ${issue.input.at(-1)}.`,
  ),
  v.check(
    (sizes) => parameterCount(sizes) <= mostParameters,
    (issue) =>
      `sizes: expected at most ${mostParameters.toLocaleString("en")} weights and biases, found ${parameterCount(issue.input).toLocaleString("en")}.`,
  ),
  v.readonly(),
);

export const learningRateSchema = v.pipe(
  v.number("learning rate: expected a number above 0, such as 1.5."),
  v.check(
    (rate) => rate > 0 && rate <= 1e6,
    (issue) => `learning rate: expected a number above 0, at most 1,000,000, found ${issue.input}.`,
  ),
);

/** η to begin with: 1.5 suits sigmoid, as in Nielsen's book; a ReLU network that starts at that goes dead. */
export function suggestedLearningRate(activation: ActivationName): number {
  return activation === "relu" ? 0.1 : 1.5;
}

export const seedSchema = wholeNumber(0, 4294967295, "seed");

/** How the weights are drawn: normal, scaled by 1/√inputs, or plain normal as in Nielsen's first network. */
export const initialisationNames = ["scaledNormal", "normal"] as const;

/** All that makes a new network, but its dataset. The same settings and data give the same weights, bit for bit. */
export const networkSettingsSchema = v.object({
  sizes: sizesSchema,
  /** of the hidden layers; the output layer is sigmoid */
  activation: v.picklist(
    activationNames,
    (issue) => `activation: expected ${activationNames.join(" or ")}, found ${issue.input}.`,
  ),
  initialisation: v.picklist(initialisationNames),
  /** η of the nudge −η ∇C */
  learningRate: learningRateSchema,
  /** examples in a mini-batch */
  batchSize: wholeNumber(1, mostExamplesInBatch, "mini-batch"),
  seed: seedSchema,
});
export type NetworkSettings = Readonly<v.InferOutput<typeof networkSettingsSchema>>;
export type InitialisationName = NetworkSettings["initialisation"];

/** Examples a second that training is held to; null is as fast as it goes. */
export const paceSchema = v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e9)));
export type Pace = v.InferOutput<typeof paceSchema>;
/** The paces a person can choose from, slowest first. */
export const paces: readonly Pace[] = [1, 3, 10, 30, 100, 1000, 10_000, 100_000, null];

/** How far one step goes: one example carried back, one mini-batch applied, one pass over the training examples. */
export const stepUnits = ["example", "miniBatch", "epoch"] as const;
export const stepUnitSchema = v.picklist(stepUnits);
export type StepUnit = (typeof stepUnits)[number];

/**
 * Where examples come from, in words that can be saved and typed: `built-in`, `mnist`, `fashion-mnist`, or a folder of
 * IDX files, as a path or a URI.
 */
export type DatasetName = string;
