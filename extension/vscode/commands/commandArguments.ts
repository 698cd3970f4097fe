import * as v from "valibot";
import { activationNames, hiddenActivationNames } from "../../network/networkShape.ts";
import {
  digitSizesSchema,
  networkSettingsEntries,
  stepNumberSchema,
  stepUnitSchema,
  stepUnits,
} from "../../protocol/settings.ts";
import { exampleSetSchema, exampleSets, type NeuronAddress } from "../../protocol/snapshot.ts";

/** Arguments that a command, or a setting's value that the extension, cannot take. The message is one sentence. */
export class BadArgument extends Error {
  override readonly name = "BadArgument";
}

/** One sentence for a value that is no object or has an option too many. */
const expectedOptions =
  (...options: readonly string[]) =>
  (issue: v.BaseIssue<unknown>): string => {
    // A strict object reports an unknown option as one that should never have been there.
    const found = issue.expected === "never" ? `the option ${issue.received}` : issue.received;
    return `expected an object with ${options.join(", ")}, all optional, found ${found}.`;
  };

/** Of all hidden layers. */
export const activationSchema = v.picklist(
  hiddenActivationNames,
  (issue) => `activation: expected ${hiddenActivationNames.join(" or ")}, found ${issue.input}.`,
);

/** Of the output layer. */
export const outputSchema = v.picklist(
  activationNames,
  (issue) => `output: expected ${activationNames.join(" or ")}, found ${issue.input}.`,
);

export const datasetNameSchema = v.pipe(
  v.string((issue) => `dataset: expected built-in, mnist, fashion-mnist or a folder, found ${issue.received}.`),
  v.trim(),
  v.nonEmpty("dataset: expected built-in, mnist, fashion-mnist or a folder, found an empty text."),
);

const newNetworkEntries = {
  sizes: v.optional(digitSizesSchema),
  /** of all hidden layers */
  activation: v.optional(activationSchema),
  output: v.optional(outputSchema),
  /** of each layer after the input, in place of `activation` and `output` */
  activations: v.optional(networkSettingsEntries.activations),
  cost: v.optional(networkSettingsEntries.cost),
  learningRate: v.optional(networkSettingsEntries.learningRate),
  batchSize: v.optional(networkSettingsEntries.batchSize),
  descent: v.optional(networkSettingsEntries.descent),
  momentum: v.optional(networkSettingsEntries.momentum),
  l2: v.optional(networkSettingsEntries.l2),
  schedule: v.optional(networkSettingsEntries.schedule),
  scheduleEpochs: v.optional(networkSettingsEntries.scheduleEpochs),
  initialisation: v.optional(networkSettingsEntries.initialisation),
  augment: v.optional(networkSettingsEntries.augment),
  /** null or left out: as the settings say, or at random */
  seed: v.nullish(networkSettingsEntries.seed),
  dataset: v.optional(datasetNameSchema),
  /** whether the panel is brought to sight */
  show: v.optional(
    v.boolean((issue) => `show: expected true or false, found ${issue.received}.`),
    false,
  ),
};

/** What `downhill.newNetwork` is told. What is left out comes from the settings. */
export const newNetworkSchema = v.pipe(
  v.strictObject(newNetworkEntries, expectedOptions(...Object.keys(newNetworkEntries))),
  v.check(
    ({ activations, activation, output }) => activations === undefined || (activation ?? output) === undefined,
    "expected activations, one a layer after the input, or activation and output, found both.",
  ),
);
export type NewNetworkChoices = v.InferOutput<typeof newNetworkSchema>;

const epochsMessage = (issue: v.BaseIssue<unknown>) =>
  `epochs: expected a whole number from 1, or none to train until paused, found ${issue.received}.`;

/** What `downhill.train` is told. */
export const trainSchema = v.strictObject(
  {
    /** how many more; null or left out trains until paused */
    epochs: v.nullish(v.pipe(v.number(epochsMessage), v.safeInteger(epochsMessage), v.minValue(1, epochsMessage))),
    /** whether the command's promise waits for training to end */
    wait: v.optional(
      v.boolean((issue) => `wait: expected true or false, found ${issue.received}.`),
      false,
    ),
  },
  expectedOptions("epochs", "wait"),
);

/** What `downhill.step` is told. */
export const stepSchema = v.strictObject(
  {
    unit: v.picklist(
      stepUnitSchema.options,
      (issue) => `unit: expected ${stepUnits.join(", ")}, found ${issue.received}.`,
    ),
  },
  (issue) => {
    // A strict object reports an option that is missing as one it expected by its name.
    const found = issue.expected === '"unit"' ? "no unit" : issue.received;
    return `expected an object such as { unit: "miniBatch" }, found ${found}.`;
  },
);

/** What `downhill.showStep` is told. Told nothing, it asks. */
export const shownStepSchema = v.strictObject({ step: stepNumberSchema }, (issue) => {
  const found = issue.expected === '"step"' ? "no step" : issue.received;
  return `expected an object such as { step: 1200 }, found ${found}.`;
});

/** What `downhill.showNextWrong` is told. */
export const nextWrongSchema = v.strictObject(
  {
    set: v.optional(
      v.picklist(
        exampleSetSchema.options,
        (issue) => `set: expected ${exampleSets.join(", ")}, found ${issue.received}.`,
      ),
      "heldOut",
    ),
  },
  expectedOptions("set"),
);

/** `1.5` as an address. Whether the network has such a neuron is not asked here. */
export const neuronTextSchema = v.pipe(
  v.string((issue) => `expected a neuron's address such as 1.5 (layer 1, neuron 5), found ${issue.received}.`),
  v.regex(
    /^\d{1,2}\.\d{1,4}$/,
    (issue) => `expected a neuron's address such as 1.5 (layer 1, neuron 5), found ${issue.received}.`,
  ),
  v.transform((text): NeuronAddress => {
    const [layer, neuron] = text.split(".").map(Number);
    return { layer, neuron };
  }),
);

/**
 * @param what names the argument in an error: a command's id or a setting's
 * @throws {BadArgument}
 */
export function parseArgument<Schema extends v.GenericSchema>(
  schema: Schema,
  argument: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, argument);
  if (!result.success) throw new BadArgument(`${what}: ${result.issues[0].message}`);
  return result.output;
}
