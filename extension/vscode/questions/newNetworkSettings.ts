import * as v from "valibot";
import {
  type ActivationName,
  type CostName,
  costFor,
  layerActivations,
  outputFor,
} from "../../network/networkShape.ts";
import {
  mostLayers,
  mostNeurons,
  type NetworkSettings,
  networkSettingsEntries,
  networkSettingsSchema,
  suggestedLearningRate,
} from "../../protocol/settings.ts";
import {
  activationSchema,
  datasetNameSchema,
  type NewNetworkChoices,
  outputSchema,
  parseArgument,
} from "../commands/commandArguments.ts";

/** Reads one of the user's settings by its name after `downhill.newNetwork.`. */
export type ReadSetting = (name: string) => unknown;

/** All that a new network is made from. */
export interface NewNetwork {
  readonly settings: NetworkSettings;
  readonly dataset: string;
}

const entries = networkSettingsEntries;

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
 * Completes a person's choices from the user's settings. What suits the choices gives way to them: a learning rate that
 * nobody said follows the activations, the cost and the descent, and a setting's cost or output follows the other of the
 * two where it cannot go with it.
 *
 * @param drawSeed for when neither says a seed: a whole number from 0 to 2³² − 1
 * @throws {BadArgument} when a setting that is needed cannot be taken, or when choices do not go together
 */
export function completeNewNetwork(
  choices: Omit<NewNetworkChoices, "show">,
  readSetting: ReadSetting,
  drawSeed: () => number,
): NewNetwork {
  const setting = <Schema extends v.GenericSchema>(name: string, schema: Schema): v.InferOutput<Schema> =>
    parseArgument(schema, readSetting(name), `setting downhill.newNetwork.${name}`);
  const sizes = choices.sizes ?? [784, ...setting("hiddenSizes", hiddenSizesSchema), 10];
  const judged = choices.activations ? { output: choices.activations.at(-1), cost: choices.cost } : choices;
  const { output, cost } = outputAndCost(judged, {
    output: () => setting("output", outputSchema),
    cost: () => setting("cost", entries.cost),
  });
  const activations =
    choices.activations ??
    layerActivations(sizes, choices.activation ?? setting("activation", activationSchema), output);
  const descent = choices.descent ?? setting("descent", entries.descent);
  const settings = {
    sizes,
    activations,
    cost,
    initialisation: choices.initialisation ?? setting("initialisation", entries.initialisation),
    learningRate:
      choices.learningRate ??
      setting("learningRate", v.nullish(entries.learningRate)) ??
      suggestedLearningRate({ activations, cost, descent }),
    batchSize: choices.batchSize ?? setting("batchSize", entries.batchSize),
    seed: choices.seed ?? setting("seed", v.nullish(entries.seed)) ?? drawSeed(),
    descent,
    momentum: choices.momentum ?? setting("momentum", entries.momentum),
    l2: choices.l2 ?? setting("l2", entries.l2),
    schedule: choices.schedule ?? setting("schedule", entries.schedule),
    scheduleEpochs: choices.scheduleEpochs ?? setting("scheduleEpochs", entries.scheduleEpochs),
    augment: choices.augment ?? setting("augment", entries.augment),
  };
  return {
    // What is allowed one by one may not go together: sizes with too many weights, an output that a cost cannot judge.
    settings: parseArgument(networkSettingsSchema, settings, "a new network"),
    dataset: choices.dataset ?? setting("dataset", datasetNameSchema),
  };
}

/** What was chosen stays, and is refused later where it does not go together; of two settings the output decides. */
function outputAndCost(
  chosen: { readonly output?: ActivationName | undefined; readonly cost?: CostName | undefined },
  settings: { output(): ActivationName; cost(): CostName },
): { output: ActivationName; cost: CostName } {
  const output = chosen.output ?? settings.output();
  if (chosen.cost === undefined) return { output, cost: costFor(output, settings.cost()) };
  return { output: chosen.output ?? outputFor(chosen.cost, output), cost: chosen.cost };
}
