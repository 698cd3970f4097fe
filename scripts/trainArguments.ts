import { parseArgs } from "node:util";
import * as v from "valibot";
import {
  type ActivationName,
  activationNames,
  costFor,
  costNames,
  hiddenActivationNames,
  layerActivations,
} from "../extension/network/networkShape.ts";
import {
  descentNames,
  digitSizesSchema,
  initialisationNames,
  type NetworkSettings,
  networkSettingsEntries,
  networkSettingsSchema,
  plainChoices,
  scheduleNames,
  suggestedLearningRate,
} from "../extension/protocol/settings.ts";
import { Refusal } from "./refusal.ts";

const oneOf = (names: readonly string[]) => names.join(" or ");

export const trainHelp = `The extension's trainer without an editor.

  npm run train -- --data built-in
  npm run train -- --data DIR [--test DIR] [OPTION…]

  --data DIR             folder of IDX files to train on (NAME-images-idx3-ubyte[.gz] and -labels-), or built-in
  --test DIR             folder of IDX files to test on; else the test pair beside the training pair, else the last
                         sixth of the training examples is held out
  --layers SIZES         neurons of every layer, default 784,16,16,10
  --activation NAME      of the hidden layers: ${oneOf(hiddenActivationNames)}, default sigmoid;
                         or a list, one a layer after the input, such as relu,tanh,softmax
  --learning-rate ETA    default what suits the other choices: 1.5 for sigmoid, 0.1 for ReLU, 0.001 for Adam, …
  --batch COUNT          examples in a mini-batch, default 10
  --epochs COUNT         default 3
  --seed NUMBER          from 0 to 4294967295, default 1; the same seed gives the same weights, bit for bit
  --weights FILE         where to save the weights, as .safetensors
  --json                 one JSON object a line
  --help                 this text

More to learn with:
  --cost NAME            ${oneOf(costNames)}, default quadratic, with softmax crossEntropy
  --output NAME          of the output layer: ${oneOf(activationNames)}, default sigmoid
  --descent NAME         ${oneOf(descentNames)}, default plain
  --momentum MU          share of the nudge before that a nudge keeps, default ${plainChoices.momentum}; with --descent momentum
  --l2 LAMBDA            of the penalty ½ λ Σ w² on large weights, such as 0.0001, default 0
  --schedule NAME        of the learning rate: ${oneOf(scheduleNames)}, default constant
  --schedule-epochs N    in which 1/t (inverseTime) halves it and the cosine brings it to its hundredth, default ${plainChoices.scheduleEpochs}
  --initialisation NAME  of the weights: ${oneOf(initialisationNames)}, default scaledNormal
  --augment              learn from digits shifted, turned and bent anew in each epoch

The first line says what is trained; then one line an epoch: held-out cost and accuracy, mean cost of the training
examples, examples a second; then the totals. With --json the totals hold all settings, and there is no first line.
What goes wrong while it learns is said on standard error, as the panel says it.
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
      "learning-rate": { type: "string" },
      batch: { type: "string", default: "10" },
      epochs: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      weights: { type: "string" },
      json: { type: "boolean", default: false },
      cost: { type: "string" },
      output: { type: "string" },
      descent: { type: "string", default: plainChoices.descent },
      momentum: { type: "string" },
      l2: { type: "string", default: "0" },
      schedule: { type: "string", default: plainChoices.schedule },
      "schedule-epochs": { type: "string" },
      initialisation: { type: "string", default: plainChoices.initialisation },
      augment: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (values.data === undefined)
    throw new Refusal("--data: expected a folder of IDX files or built-in, found nothing.");
  if (values.data === "built-in" && values.test !== undefined) {
    throw new Refusal("--test: expected only with a folder as --data; the built-in digits have their own to test on.");
  }
  if (values.momentum !== undefined && values.descent !== "momentum") {
    throw new Refusal(`--momentum: expected only with --descent momentum, found --descent ${values.descent}.`);
  }
  if (values["schedule-epochs"] !== undefined && values.schedule === "constant") {
    throw new Refusal("--schedule-epochs: expected only with --schedule inverseTime or cosine, found constant.");
  }
  const sizes = parse(
    digitSizesSchema,
    values.layers.split(",").map((size) => numberOf("--layers", size)),
  );
  const activations = activationsOf(sizes, values.activation, values.output);
  const output = activations[activations.length - 1] ?? "sigmoid";
  const cost =
    values.cost === undefined ? costFor(output, "quadratic") : parse(networkSettingsEntries.cost, values.cost);
  const descent = parse(networkSettingsEntries.descent, values.descent);
  const optional = (name: "momentum" | "schedule-epochs", otherwise: number) => {
    const text = values[name];
    return text === undefined ? otherwise : numberOf(`--${name}`, text);
  };
  const settings = parse(
    networkSettingsSchema,
    {
      sizes,
      activations,
      cost,
      initialisation: values.initialisation,
      learningRate:
        values["learning-rate"] === undefined
          ? suggestedLearningRate({ activations, cost, descent })
          : numberOf("--learning-rate", values["learning-rate"]),
      batchSize: numberOf("--batch", values.batch),
      seed: numberOf("--seed", values.seed),
      descent,
      momentum: optional("momentum", plainChoices.momentum),
      l2: numberOf("--l2", values.l2),
      schedule: values.schedule,
      scheduleEpochs: optional("schedule-epochs", plainChoices.scheduleEpochs),
      augment: values.augment,
    },
    values.output !== undefined,
  );
  const epochs = numberOf("--epochs", values.epochs);
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new Refusal(`--epochs: expected a whole number from 1 on, found ${values.epochs}.`);
  }
  const { data, test, weights, json: isJson } = values;
  return { data, test, settings, epochs, weights, isJson };
}

/** @param text one activation for all hidden layers, or one for each layer after the input */
function activationsOf(sizes: readonly number[], text: string, output: string | undefined): readonly ActivationName[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length === 1) {
    const hidden = v.picklist(hiddenActivationNames, ({ input }) => {
      return `activation: expected ${oneOf(hiddenActivationNames)}, found ${input}.`;
    });
    return layerActivations(sizes, parse(hidden, names[0]), parse(outputSchema, output ?? "sigmoid"));
  }
  if (output !== undefined) {
    throw new Refusal("--output: expected only with one activation for all hidden layers, found a list of them.");
  }
  return parse(networkSettingsEntries.activations, names);
}

const outputSchema = v.picklist(activationNames, ({ input }) => {
  return `output: expected ${oneOf(activationNames)}, found ${input}.`;
});

/** Which argument a setting was given by, by what the setting's sentences call it. */
const flags: Readonly<Record<string, string>> = {
  sizes: "--layers",
  "layer size": "--layers, a layer's size",
  activation: "--activation",
  activations: "--activation",
  output: "--output",
  "learning rate": "--learning-rate",
  "mini-batch": "--batch",
  seed: "--seed",
  cost: "--cost",
  descent: "--descent",
  momentum: "--momentum",
  L2: "--l2",
  schedule: "--schedule",
  "schedule's epochs": "--schedule-epochs",
  initialisation: "--initialisation",
};

/** @throws {Refusal} with the schema's one sentence, that names the argument instead of the setting */
function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  hasOutput = false,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const { message } = result.issues[0];
  const name = message.slice(0, message.indexOf(":"));
  // One activation for all hidden layers has been found good before: what is wrong with the list is its last.
  const flag = name === "activations" && hasOutput ? "--output" : flags[name];
  throw new Refusal(flag === undefined ? message : flag + message.slice(name.length));
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new Refusal(`${name}: expected a number, found “${text}”.`);
  return value;
}
