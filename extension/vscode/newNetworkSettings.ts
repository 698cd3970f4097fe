import * as v from "valibot";
import { layerActivations } from "../network/networkShape.ts";
import {
  mostLayers,
  mostNeurons,
  type NetworkSettings,
  networkSettingsEntries,
  networkSettingsSchema,
  plainChoices,
  suggestedLearningRate,
} from "../protocol/settings.ts";
import { activationSchema, datasetNameSchema, type NewNetworkChoices, parseArgument } from "./commandArguments.ts";

/** Reads one of the user's settings by its name after `downhill.newNetwork.`. */
export type ReadSetting = (name: string) => unknown;

/** All that a new network is made from. */
export interface NewNetwork {
  readonly settings: NetworkSettings;
  readonly dataset: string;
}

const { initialisation, learningRate, batchSize, seed } = networkSettingsEntries;

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
  const sizes = choices.sizes ?? [784, ...setting("hiddenSizes", hiddenSizesSchema), 10];
  const hiddenActivation = choices.activation ?? setting("activation", activationSchema);
  const activations = layerActivations(sizes, hiddenActivation, "sigmoid");
  const settings = {
    ...plainChoices,
    sizes,
    activations,
    initialisation: choices.initialisation ?? setting("initialisation", initialisation),
    learningRate:
      choices.learningRate ??
      setting("learningRate", v.nullish(learningRate)) ??
      suggestedLearningRate({ ...plainChoices, activations }),
    batchSize: choices.batchSize ?? setting("batchSize", batchSize),
    seed: choices.seed ?? setting("seed", v.nullish(seed)) ?? drawSeed(),
  };
  return {
    // Sizes that are each allowed may still make too many weights together.
    settings: parseArgument(networkSettingsSchema, settings, "a new network"),
    dataset: choices.dataset ?? setting("dataset", datasetNameSchema),
  };
}
