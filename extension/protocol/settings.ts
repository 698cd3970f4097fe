import * as v from "valibot";
import {
  activationNames,
  costNames,
  type HiddenActivationName,
  layerActivations,
  parameterCount,
  shapeProblem,
} from "../network/networkShape.ts";

/** The most neurons a layer may have, and the most weights and biases a network: what a machine can still train. */
export const mostNeurons = 4096;
/** The most inputs: an example keeps a pixel's place in two bytes. */
export const mostInputs = 65_536;
export const mostLayers = 12;
export const mostParameters = 20_000_000;
/** The most numbers that a descent may remember beside them: a weights file has no room for more. */
export const mostMomentNumbers = 16_000_000;
export const mostExamplesInBatch = 4096;

const wholeNumber = (least: number, most: number, what: string) =>
  v.pipe(
    v.number(`${what}: expected a whole number from ${least} to ${most}.`),
    v.integer((issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
    v.minValue(least, (issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
    v.maxValue(most, (issue) => `${what}: expected a whole number from ${least} to ${most}, found ${issue.input}.`),
  );

const listOfSizes = (most: number) =>
  v.pipe(
    v.array(wholeNumber(1, most, "layer size"), "sizes: expected a list of layer sizes such as [784, 16, 16, 10]."),
    v.minLength(2, "sizes: expected at least an input and an output layer."),
    v.maxLength(mostLayers, (issue) => `sizes: expected at most ${mostLayers} layers, found ${issue.input.length}.`),
  );

const fewEnough = v.check(
  (sizes: number[]) => parameterCount(sizes) <= mostParameters,
  (issue) =>
    `sizes: expected at most ${mostParameters.toLocaleString("en")} weights and biases, found ${parameterCount(issue.input).toLocaleString("en")}.`,
);

/** Sizes that a network may have: one that was opened may take other inputs than pictures of 28×28 pixels. */
export const sizesSchema = v.pipe(
  listOfSizes(mostInputs),
  v.check(
    ([, ...layers]) => layers.every((size) => size <= mostNeurons),
    ({ input: [, ...layers] }) => `layer size: expected at most ${mostNeurons}, found ${Math.max(...layers)}.`,
  ),
  fewEnough,
  v.readonly(),
);

/** Sizes of a network that is made anew: it reads digits. */
export const digitSizesSchema = v.pipe(
  listOfSizes(mostNeurons),
  v.check(
    (sizes) => sizes[0] === 784,
    (issue) => `sizes: expected 784 inputs, one a pixel, found ${issue.input[0]}.`,
  ),
  v.check(
    (sizes) => sizes.at(-1) === 10,
    (issue) => `sizes: expected 10 outputs, one a digit, found ${issue.input.at(-1)}.`,
  ),
  fewEnough,
  v.readonly(),
);

export const learningRateSchema = v.pipe(
  v.number("learning rate: expected a number above 0, such as 1.5."),
  v.check(
    (rate) => rate > 0 && rate <= 1e6,
    (issue) => `learning rate: expected a number above 0, at most 1,000,000, found ${issue.input}.`,
  ),
);

const seedSchema = wholeNumber(0, 4294967295, "seed");

/**
 * How the weights are drawn: normal, scaled by 1/√inputs; plain normal as in Nielsen's first network; or scaled by
 * √(2/inputs) with biases of 0, after He, for ReLU.
 */
export const initialisationNames = ["scaledNormal", "normal", "he"] as const;

/** How a gradient becomes a nudge: by −η ∇C alone, with the momentum of those before, or by Adam. */
export const descentNames = ["plain", "momentum", "adam"] as const;
export type DescentName = (typeof descentNames)[number];

/** How many numbers a descent remembers for each weight and bias: none, a velocity, or two running means. */
export const momentCounts = { plain: 0, momentum: 1, adam: 2 } as const satisfies Record<DescentName, number>;

/** What becomes of η while training: nothing, or it falls as 1/t, or along a cosine. See `scheduleEpochs`. */
export const scheduleNames = ["constant", "inverseTime", "cosine"] as const;
export type ScheduleName = (typeof scheduleNames)[number];

/** One of some names, or one sentence on what was expected. */
const nameOf = <const Names extends readonly string[]>(what: string, names: Names) =>
  v.picklist(names, (issue) => `${what}: expected ${names.join(" or ")}, found ${issue.input}.`);

const numberWithin = (what: string, expected: string, isWithin: (value: number) => boolean) =>
  v.pipe(
    v.number(`${what}: expected ${expected}.`),
    v.check(isWithin, (issue) => `${what}: expected ${expected}, found ${issue.input}.`),
  );

/** The settings one by one, for those who ask for some of them. */
export const networkSettingsEntries = {
  sizes: sizesSchema,
  /** of each layer after the input */
  activations: v.pipe(
    v.array(nameOf("activations", activationNames), "activations: expected a list, one a layer after the input."),
    v.readonly(),
  ),
  cost: nameOf("cost", costNames),
  initialisation: nameOf("initialisation", initialisationNames),
  /** η of the nudge −η ∇C, before its schedule */
  learningRate: learningRateSchema,
  /** examples in a mini-batch */
  batchSize: wholeNumber(1, mostExamplesInBatch, "mini-batch"),
  seed: seedSchema,
  descent: nameOf("descent", descentNames),
  /** μ, the share of the nudge before that a nudge keeps; only momentum uses it */
  momentum: numberWithin("momentum", "a number from 0 to below 1, such as 0.9", (value) => value >= 0 && value < 1),
  /** λ of the penalty ½ λ Σ w² that is added to the cost: on the weights, not the biases; 0 for none */
  l2: numberWithin("L2", "a number from 0 to 1, such as 0.0001", (value) => value >= 0 && value <= 1),
  schedule: nameOf("schedule", scheduleNames),
  /** epochs in which 1/t halves η, and in which the cosine brings it down to its hundredth, where it stays */
  scheduleEpochs: wholeNumber(1, 10_000, "schedule's epochs"),
  /** whether each epoch learns from digits shifted, turned and bent anew */
  augment: v.boolean("augment: expected true or false."),
};

/** All that makes a new network, but its dataset. The same settings and data give the same weights, bit for bit. */
export const networkSettingsSchema = v.pipe(
  v.object(networkSettingsEntries),
  v.check(
    (settings) => shapeProblem(settings) === undefined,
    ({ input }) => shapeProblem(input) ?? "",
  ),
  v.check(
    ({ sizes, descent }) => parameterCount(sizes) * momentCounts[descent] <= mostMomentNumbers,
    ({ input: { sizes, descent } }) => {
      const most = (mostMomentNumbers / momentCounts[descent]).toLocaleString("en");
      const found = parameterCount(sizes).toLocaleString("en");
      return `sizes: with the descent ${descent}, which remembers more for each, expected at most ${most} weights and biases, found ${found}.`;
    },
  ),
  v.readonly(),
);
export type NetworkSettings = v.InferOutput<typeof networkSettingsSchema>;
export type InitialisationName = NetworkSettings["initialisation"];

/** Why no network can be made with these settings, in words; undefined when one can. */
export function settingsProblem(settings: NetworkSettings): string | undefined {
  return v.safeParse(networkSettingsSchema, settings).issues?.[0].message;
}

/** The lesson's choices for what a person need not choose: Nielsen's first network, but for a scaled start. */
export const plainChoices = {
  cost: "quadratic",
  initialisation: "scaledNormal",
  batchSize: 10,
  descent: "plain",
  momentum: 0.9,
  l2: 0,
  schedule: "constant",
  scheduleEpochs: 30,
  augment: false,
} as const satisfies Partial<NetworkSettings>;

/** The lesson's network: sigmoid outputs, {@link plainChoices}, the suggested learning rate, seed 1. */
export function plainSettings(
  sizes: readonly number[],
  hiddenActivation: HiddenActivationName = "sigmoid",
): NetworkSettings {
  const activations = layerActivations(sizes, hiddenActivation, "sigmoid");
  const learningRate = suggestedLearningRate({ activations, ...plainChoices });
  return { sizes, activations, learningRate, seed: 1, ...plainChoices };
}

/** What decides on a learning rate to begin with. */
export type LearningRateGrounds = Pick<NetworkSettings, "activations" | "cost" | "descent">;

/**
 * η to begin with: 1.5 suits sigmoid and the quadratic cost, as in Nielsen's book (his cost has a ½); a ReLU network that
 * starts at that goes dead. The cross-entropy's gradient is longer, momentum adds up ten nudges, and Adam's nudges are η
 * long whatever the gradient.
 */
export function suggestedLearningRate({ activations, cost, descent }: LearningRateGrounds): number {
  if (descent === "adam") return 0.001;
  const isSteep = activations.some((name) => name !== "sigmoid" && name !== "softmax");
  const plain = isSteep ? 0.1 : cost === "quadratic" ? 1.5 : 0.5;
  return descent === "momentum" ? Number((plain / 10).toPrecision(2)) : plain;
}

/** Examples a second that training is held to; null is as fast as it goes. */
export const paceSchema = v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e9)));
export type Pace = v.InferOutput<typeof paceSchema>;
/** The paces a person can choose from, slowest first. */
export const paces: readonly Pace[] = [1, 3, 10, 30, 100, 1000, 10_000, 100_000, null];

const stepMessage = (issue: v.BaseIssue<unknown>) => `step: expected a whole number from 0, found ${issue.input}.`;

/** A step of a run: so many mini-batches applied. */
export const stepNumberSchema = v.pipe(v.number(stepMessage), v.safeInteger(stepMessage), v.minValue(0, stepMessage));

/** How far one step goes: one example carried back, one mini-batch applied, one pass over the training examples. */
export const stepUnits = ["example", "miniBatch", "epoch"] as const;
export const stepUnitSchema = v.picklist(stepUnits);
export type StepUnit = (typeof stepUnits)[number];

/**
 * Where examples come from, in words that can be saved and typed: `built-in`, `mnist`, `fashion-mnist`, or a folder of
 * IDX files, as a path or a URI.
 */
export type DatasetName = string;
