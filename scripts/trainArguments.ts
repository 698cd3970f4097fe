import { parseArgs } from "node:util";
import * as v from "valibot";
import { hiddenActivationNames, layerActivations } from "../extension/network/networkShape.ts";
import {
  initialisationNames,
  type NetworkSettings,
  networkSettingsSchema,
  plainChoices,
  suggestedLearningRate,
} from "../extension/protocol/settings.ts";
import { Refusal } from "./refusal.ts";

const activationChoices = hiddenActivationNames.join(" or ");

export const trainHelp = `The extension's trainer without an editor.

  npm run train -- --data built-in
  npm run train -- --data DIR [--test DIR] [OPTION…]

  --data DIR             folder of IDX files to train on (NAME-images-idx3-ubyte[.gz] and -labels-), or built-in
  --test DIR             folder of IDX files to test on; else the test pair beside the training pair, else the last
                         sixth of the training examples is held out
  --layers SIZES         neurons of every layer, default 784,16,16,10
  --activation NAME      of the hidden layers: ${activationChoices}, default sigmoid
  --initialisation NAME  ${initialisationNames.join(" or ")}, default scaledNormal
  --learning-rate ETA    default 1.5, for ReLU 0.1
  --batch COUNT          examples in a mini-batch, default 10
  --epochs COUNT         default 3
  --seed NUMBER          from 0 to 4294967295, default 1; the same seed gives the same weights, bit for bit
  --weights FILE         where to save the weights, as .safetensors
  --json                 one JSON object a line
  --help                 this text

One line an epoch: held-out cost and accuracy, mean cost of the training examples, examples a second; then the totals.
Exit code 2 and one sentence on bad arguments or data.
`;

/** What `npm run train` was asked to do. */
export interface TrainArguments {
  readonly data: string;
  readonly test: string | undefined;
  readonly settings: NetworkSettings;
  readonly epochs: number;
  readonly weights: string | undefined;
  readonly isJson: boolean;
}

/** @throws {Refusal} */
export function readTrainArguments(): TrainArguments | "help" {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      test: { type: "string" },
      layers: { type: "string", default: "784,16,16,10" },
      activation: { type: "string", default: "sigmoid" },
      initialisation: { type: "string", default: "scaledNormal" },
      "learning-rate": { type: "string" },
      batch: { type: "string", default: "10" },
      epochs: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      weights: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (values.data === undefined)
    throw new Refusal("--data: expected a folder of IDX files or built-in, found nothing.");
  if (values.data === "built-in" && values.test !== undefined) {
    throw new Refusal("--test: expected only with a folder as --data; the built-in digits have their own to test on.");
  }
  const sizes = values.layers.split(",").map((size) => numberOf("--layers", size));
  const hidden = v.safeParse(
    v.picklist(hiddenActivationNames, ({ input }) => `activation: expected ${activationChoices}, found ${input}.`),
    values.activation,
  );
  if (!hidden.success) throw new Refusal(hidden.issues[0].message);
  const activations = layerActivations(sizes, hidden.output, "sigmoid");
  const settings = v.safeParse(networkSettingsSchema, {
    ...plainChoices,
    sizes,
    activations,
    initialisation: values.initialisation,
    learningRate:
      values["learning-rate"] === undefined
        ? suggestedLearningRate({ ...plainChoices, activations })
        : numberOf("--learning-rate", values["learning-rate"]),
    batchSize: numberOf("--batch", values.batch),
    seed: numberOf("--seed", values.seed),
  });
  if (!settings.success) throw new Refusal(settings.issues[0].message);
  const epochs = numberOf("--epochs", values.epochs);
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new Refusal(`--epochs: expected a whole number from 1 on, found ${values.epochs}.`);
  }
  const { data, test, weights, json: isJson } = values;
  return { data, test, settings: settings.output, epochs, weights, isJson };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new Refusal(`${name}: expected a number, found “${text}”.`);
  return value;
}
