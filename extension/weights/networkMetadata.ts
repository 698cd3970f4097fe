import * as v from "valibot";
import { activationNames, costNames, type NetworkShape } from "../network/networkShape.ts";
import type { GeneratorState } from "../network/seededGenerator.ts";
import { arithmeticNames, type SavedNetwork, type SavedTraining } from "../protocol/savedNetwork.ts";
import {
  initialisationNames,
  learningRateSchema,
  mostExamplesInBatch,
  plainChoices,
  seedSchema,
} from "../protocol/settings.ts";
import { inWords, WeightsFileError } from "./weightsFileError.ts";

/** The version of what Downhill writes into `__metadata__`. */
const metadataVersion = "1";
/** The entry by which a file of Downhill's is known. */
const versionName = "downhill";

/**
 * What Downhill adds to a weights file, as texts, in an order that never changes. Numbers are written so that they are
 * read back exactly.
 */
export function writeNetworkMetadata({ shape, training }: Omit<SavedNetwork, "parameters">): Map<string, string> {
  const metadata = new Map([
    ["format", "pt"], // how PyTorch marks its own
    [versionName, metadataVersion],
    ["sizes", shape.sizes.join(",")],
    ["activations", shape.activations.join(",")],
    ["cost", shape.cost],
  ]);
  if (training === null) return metadata;
  metadata.set("seed", `${training.seed}`);
  metadata.set("initialisation", training.initialisation);
  metadata.set("learningRate", `${training.learningRate}`);
  metadata.set("batchSize", `${training.batchSize}`);
  metadata.set("arithmetic", training.arithmetic);
  metadata.set("step", `${training.step}`);
  metadata.set("epoch", `${training.epoch}`);
  metadata.set("batchInEpoch", `${training.batchInEpoch}`);
  metadata.set("generator", training.generator.join(","));
  metadata.set("dataset", training.dataset);
  metadata.set("trainingFingerprint", training.trainingFingerprint);
  metadata.set("trainingCount", `${training.trainingCount}`);
  if (training.heldOutCost !== null) metadata.set("heldOutCost", `${training.heldOutCost}`);
  if (training.accuracy !== null) metadata.set("accuracy", `${training.accuracy}`);
  return metadata;
}

/**
 * What a file says of its network beside its numbers. A file that Downhill did not write does not say: its
 * activations are taken for sigmoid.
 *
 * @param sizes as its tensors have them
 * @param file its name, for error messages
 * @throws {WeightsFileError} when Downhill wrote the file and something is missing, impossible or contradictory
 */
export function readNetworkMetadata(
  metadata: ReadonlyMap<string, string>,
  sizes: readonly number[],
  file: string,
): Omit<SavedNetwork, "parameters"> {
  const version = metadata.get(versionName);
  if (version === undefined)
    return { shape: { sizes, activations: sizes.slice(1).map(() => "sigmoid"), cost: "quadratic" }, training: null };
  const texts = new MetadataTexts(metadata, file);
  if (version !== metadataVersion) {
    const found = `found ${inWords(version)}: it may be from a newer Downhill`;
    texts.refuse(versionName, `expected metadata of version ${metadataVersion}, ${found}.`);
  }
  const shape = readShape(texts, sizes);
  return { shape, training: metadata.has("step") ? readTraining(texts) : null };
}

function readShape(texts: MetadataTexts, sizes: readonly number[]): NetworkShape {
  const written = texts.text("sizes");
  if (written !== sizes.join(",")) {
    texts.refuse("sizes", `expected ${sizes.join(",")} as its tensors are, found ${inWords(written)}.`);
  }
  const activations = texts.listOf("activations", activationNames);
  if (activations.length !== sizes.length - 1) {
    const expected = `expected ${sizes.length - 1} activations, one a layer after the input`;
    texts.refuse("activations", `${expected}, found ${activations.length}.`);
  }
  return { sizes, activations, cost: texts.oneOf("cost", costNames) };
}

function readTraining(texts: MetadataTexts): SavedTraining {
  const batchSize = texts.whole("batchSize", 1, mostExamplesInBatch);
  const trainingCount = texts.whole("trainingCount", 1);
  return {
    ...plainChoices,
    seed: texts.checked("seed", seedSchema),
    initialisation: texts.oneOf("initialisation", initialisationNames),
    learningRate: texts.checked("learningRate", learningRateSchema),
    batchSize,
    arithmetic: texts.oneOf("arithmetic", arithmeticNames),
    moments: { steps: 0, values: [] },
    step: texts.whole("step", 0),
    epoch: texts.whole("epoch", 0),
    batchInEpoch: texts.whole("batchInEpoch", 0, Math.ceil(trainingCount / batchSize)),
    generator: texts.generatorState("generator"),
    dataset: texts.text("dataset"),
    trainingFingerprint: texts.text("trainingFingerprint"),
    trainingCount,
    heldOutCost: texts.numberOrNull("heldOutCost", Number.MAX_VALUE),
    accuracy: texts.numberOrNull("accuracy", 1),
  };
}

/** Reads texts of the metadata as what they stand for, and refuses those that cannot. */
class MetadataTexts {
  readonly #metadata: ReadonlyMap<string, string>;
  readonly #file: string;

  constructor(metadata: ReadonlyMap<string, string>, file: string) {
    this.#metadata = metadata;
    this.#file = file;
  }

  refuse(name: string, expectedAndFound: string): never {
    throw new WeightsFileError(`${this.#file}, metadata ${name}`, expectedAndFound);
  }

  text(name: string): string {
    return this.#metadata.get(name) ?? this.refuse(name, "expected a text, found nothing.");
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const text = this.text(name);
    const chosen = choices.find((choice) => choice === text);
    return chosen ?? this.refuse(name, `expected ${choices.join(" or ")}, found ${inWords(text)}.`);
  }

  listOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice[] {
    const text = this.text(name);
    return text.split(",").map((piece) => {
      const chosen = choices.find((choice) => choice === piece);
      return chosen ?? this.refuse(name, `expected a list of ${choices.join(" or ")}, found ${inWords(text)}.`);
    });
  }

  number(name: string): number {
    const text = this.text(name);
    const value = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : this.refuse(name, `expected a number, found ${inWords(text)}.`);
  }

  whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number(name);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return this.refuse(name, `expected a whole number from ${least} to ${most}, found ${inWords(this.text(name))}.`);
  }

  /** A number from 0 on; null where the file does not say. */
  numberOrNull(name: string, most: number): number | null {
    if (!this.#metadata.has(name)) return null;
    const value = this.number(name);
    if (value >= 0 && value <= most) return value;
    return this.refuse(name, `expected a number from 0 to ${most}, found ${inWords(this.text(name))}.`);
  }

  checked(name: string, schema: v.GenericSchema<number>): number {
    const result = v.safeParse(schema, this.number(name));
    return result.success ? result.output : this.refuse(name, result.issues[0].message);
  }

  generatorState(name: string): GeneratorState {
    const text = this.text(name);
    const words = text.split(",").map((word) => (/^\d{1,10}$/.test(word) ? Number(word) : Number.NaN));
    const [a, b, c, counter] = words;
    if (words.length === 4 && words.every((word) => word <= 0xffffffff)) return [a, b, c, counter];
    return this.refuse(name, `expected four numbers from 0 to 4294967295, found ${inWords(text)}.`);
  }
}
