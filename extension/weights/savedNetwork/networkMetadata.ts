import { activationNames, costNames, type NetworkShape, shapeProblem } from "../../network/networkShape.ts";
import { arithmeticNames, type DescribedTraining, type SavedSettings } from "../../protocol/savedNetwork.ts";
import {
  descentNames,
  initialisationNames,
  mostExamplesInBatch,
  networkSettingsEntries,
  plainChoices,
  scheduleNames,
} from "../../protocol/settings.ts";
import { inWords } from "../weightsFileError.ts";
import { MetadataTexts } from "./metadataTexts.ts";

/** What a file says of its network in a few words: all but its parameters' and moments' numbers. */
export interface NetworkDescription {
  readonly shape: NetworkShape;
  readonly training: DescribedTraining | null;
}

/**
 * The version of what Downhill writes into `__metadata__`. Version 1 knew the plain descent alone: it has none of the
 * choices that {@link readLaterChoices} reads, and no moments.
 */
const metadataVersion = "2";
const readableVersions = ["1", metadataVersion];
/** The entry by which a file of Downhill's is known. */
const versionName = "downhill";

/** Whether Downhill wrote the file. */
export function isDownhills({ metadata }: { readonly metadata: ReadonlyMap<string, string> }): boolean {
  return metadata.has(versionName);
}

/**
 * What Downhill adds to a weights file, as texts, in an order that never changes. Numbers are written so that they are
 * read back exactly.
 */
export function writeNetworkMetadata({ shape, training }: NetworkDescription): Map<string, string> {
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
  metadata.set("descent", training.descent);
  metadata.set("momentum", `${training.momentum}`);
  metadata.set("l2", `${training.l2}`);
  metadata.set("schedule", training.schedule);
  metadata.set("scheduleEpochs", `${training.scheduleEpochs}`);
  metadata.set("augment", `${training.augment}`);
  metadata.set("arithmetic", training.arithmetic);
  metadata.set("step", `${training.step}`);
  metadata.set("epoch", `${training.epoch}`);
  metadata.set("batchInEpoch", `${training.batchInEpoch}`);
  metadata.set("generator", training.generator.join(","));
  metadata.set("dataset", training.dataset);
  metadata.set("trainingFingerprint", training.trainingFingerprint);
  metadata.set("trainingCount", `${training.trainingCount}`);
  metadata.set("momentSteps", `${training.moments.steps}`);
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
): NetworkDescription {
  const version = metadata.get(versionName);
  if (version === undefined)
    return { shape: { sizes, activations: sizes.slice(1).map(() => "sigmoid"), cost: "quadratic" }, training: null };
  const texts = new MetadataTexts(metadata, file);
  if (!readableVersions.includes(version)) {
    const found = `found ${inWords(version)}: it may be from a newer Downhill`;
    texts.refuse(versionName, `expected metadata of version ${readableVersions.join(" or ")}, ${found}.`);
  }
  const shape = readShape(texts, sizes);
  return { shape, training: metadata.has("step") ? readTraining(texts, version) : null };
}

function readShape(texts: MetadataTexts, sizes: readonly number[]): NetworkShape {
  const written = texts.text("sizes");
  if (written !== sizes.join(",")) {
    texts.refuse("sizes", `expected ${sizes.join(",")} as its tensors are, found ${inWords(written)}.`);
  }
  const activations = texts.listOf("activations", activationNames);
  const shape = { sizes, activations, cost: texts.oneOf("cost", costNames) };
  const problem = shapeProblem(shape);
  if (problem !== undefined) texts.refuseAs("activations", problem);
  return shape;
}

function readTraining(texts: MetadataTexts, version: string): DescribedTraining {
  const batchSize = texts.whole("batchSize", 1, mostExamplesInBatch);
  const trainingCount = texts.whole("trainingCount", 1);
  return {
    seed: texts.checked("seed", networkSettingsEntries.seed),
    initialisation: texts.oneOf("initialisation", initialisationNames),
    learningRate: texts.checked("learningRate", networkSettingsEntries.learningRate),
    batchSize,
    ...(version === "1" ? choicesOfVersion1 : readLaterChoices(texts)),
    arithmetic: texts.oneOf("arithmetic", arithmeticNames),
    step: texts.whole("step", 0),
    epoch: texts.whole("epoch", 0),
    batchInEpoch: texts.whole("batchInEpoch", 0, Math.ceil(trainingCount / batchSize)),
    generator: texts.generatorState("generator"),
    dataset: texts.text("dataset"),
    trainingFingerprint: texts.text("trainingFingerprint"),
    trainingCount,
    moments: { steps: version === "1" ? 0 : texts.whole("momentSteps", 0) },
    heldOutCost: texts.numberOrNull("heldOutCost", Number.MAX_VALUE),
    accuracy: texts.numberOrNull("accuracy", 1),
  };
}

/** The choices that came with version 2. */
type LaterChoices = Pick<SavedSettings, "descent" | "momentum" | "l2" | "schedule" | "scheduleEpochs" | "augment">;

function readLaterChoices(texts: MetadataTexts): LaterChoices {
  return {
    descent: texts.oneOf("descent", descentNames),
    momentum: texts.checked("momentum", networkSettingsEntries.momentum),
    l2: texts.checked("l2", networkSettingsEntries.l2),
    schedule: texts.oneOf("schedule", scheduleNames),
    scheduleEpochs: texts.checked("scheduleEpochs", networkSettingsEntries.scheduleEpochs),
    augment: texts.oneOf("augment", ["true", "false"]) === "true",
  };
}

const { descent, momentum, l2, schedule, scheduleEpochs, augment } = plainChoices;
const choicesOfVersion1: LaterChoices = { descent, momentum, l2, schedule, scheduleEpochs, augment };
