import { type NetworkShape, parameterCount } from "../network/networkShape.ts";
import { learningInWords } from "../protocol/learningInWords.ts";
import type { DescribedTraining } from "../protocol/savedNetwork.ts";
import { plainChoices } from "../protocol/settings.ts";
import { findDenseLayers, sizesOf } from "./denseLayers.ts";
import { readNetworkMetadata } from "./networkMetadata.ts";
import { readSafetensorsHeader } from "./safetensorsHeader.ts";

/** What a weights file holds, as far as its first bytes say. */
export interface WeightsFileDescription {
  readonly shape: NetworkShape;
  readonly parameterCount: number;
  /** its hidden layers' activation, and whatever is not as in the lesson's first network: ReLU, cross-entropy, Adam */
  readonly learning: readonly string[];
  /** epoch, accuracy and all; null in a file that Downhill did not write */
  readonly training: DescribedTraining | null;
}

/**
 * Describes a weights file from its header alone: nothing is read of its numbers. Any chain of dense layers is
 * described, also one that does not go from 784 pixels to 10 outputs.
 *
 * @param firstBytes as many as `safetensorsHeaderEnd` asks for, or more
 * @param fileLength in bytes
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function describeWeightsFile(firstBytes: Uint8Array, fileLength: number, file: string): WeightsFileDescription {
  const { tensors, metadata } = readSafetensorsHeader(firstBytes, fileLength, file);
  const sizes = sizesOf(findDenseLayers(tensors, file));
  const { shape, training } = readNetworkMetadata(metadata, sizes, file);
  const learning = learningInWords({ ...plainChoices, ...shape, ...training });
  return { shape, parameterCount: parameterCount(sizes), learning, training };
}
