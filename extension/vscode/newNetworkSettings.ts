import * as v from "valibot";
import {
  mostLayers,
  mostNeurons,
  type NetworkSettings,
  networkSettingsSchema,
  suggestedLearningRate,
} from "../protocol/settings.ts";
import { datasetNameSchema, initialisationSchema, type NewNetworkChoices, parseArgument } from "./commandArguments.ts";

/** Reads one of the user's settings by its name after `downhill.newNetwork.`. */
export type ReadSetting = (name: string) => unknown;

/** All that a new network is made from. */
export interface NewNetwork {
  readonly settings: NetworkSettings;
  readonly dataset: string;
}

const { activation, learningRate, batchSize, seed } = networkSettingsSchema.entries;

const hiddenSizesMessage = `expected a list of 0 to ${mostLayers - 2} sizes from 1 to ${mostNeurons}, such as [16, 16].`;
const hiddenSizesSchema = v.pipe(
  v.array(
    v.pipe(
      v.number(hiddenSizesMessage),
      v.integer(hiddenSizesMessage),
      v.minValue(1, hiddenSizesMessage),
      v.maxValue(mostNeurons, hiddenSizesMessage),
    ),
    hiddenSizesMessage,
  ),
  v.maxLength(mostLayers - 2, hiddenSizesMessage),
);

/**
 * Completes a person's choices from the user's settings.
 *
 * @param drawSeed for when neither says a seed: a whole number from 0 to 2³² − 1
 * @throws {BadArgument} when a setting that is needed cannot be taken
 */
export function completeNewNetwork(
  choices: Omit<NewNetworkChoices, "show">,
  readSetting: ReadSetting,
  drawSeed: () => number,
): NewNetwork {
  const setting = <Schema extends v.GenericSchema>(name: string, schema: Schema): v.InferOutput<Schema> =>
    parseArgument(schema, readSetting(name), `setting downhill.newNetwork.${name}`);
  const chosenActivation = choices.activation ?? setting("activation", activation);
  const settings = {
    sizes: choices.sizes ?? [784, ...setting("hiddenSizes", hiddenSizesSchema), 10],
    activation: chosenActivation,
    initialisation: choices.initialisation ?? setting("initialisation", initialisationSchema),
    learningRate:
      choices.learningRate ??
      setting("learningRate", v.nullish(learningRate)) ??
      suggestedLearningRate(chosenActivation),
    batchSize: choices.batchSize ?? setting("batchSize", batchSize),
    seed: choices.seed ?? setting("seed", v.nullish(seed)) ?? drawSeed(),
  };
  return {
    // Sizes that are each allowed may still make too many weights together.
    settings: parseArgument(networkSettingsSchema, settings, "a new network"),
    dataset: choices.dataset ?? setting("dataset", datasetNameSchema),
  };
}
