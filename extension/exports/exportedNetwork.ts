import type { NetworkShape } from "../network/networkShape.ts";
import type { DescribedTraining } from "../protocol/savedNetwork.ts";
import { readSafetensors } from "../weights/safetensors/safetensors.ts";
import { readNetworkMetadata } from "../weights/savedNetwork/networkMetadata.ts";
import { requireSavedLayers } from "../weights/savedNetwork/savedLayers.ts";

/** A network on its way out of Downhill. */
export interface ExportedNetwork {
  readonly shape: NetworkShape;
  /** null for a network that did not say how it was trained */
  readonly training: DescribedTraining | null;
  readonly layers: readonly ExportedLayer[];
}

/** A layer's numbers: single precision, little-endian, row-major. */
export interface ExportedLayer {
  /** [size, previousSize] */
  readonly weights: Uint8Array;
  /** [size] */
  readonly biases: Uint8Array;
}

/**
 * @param weights a weights file that Downhill wrote; nothing of it is copied
 * @throws {WeightsFileError}
 */
export function readExportedNetwork(weights: Uint8Array): ExportedNetwork {
  const file = "the network";
  const { tensors, metadata } = readSafetensors(weights, file);
  const { sizes, layers } = requireSavedLayers(tensors, metadata, file);
  const { shape, training } = readNetworkMetadata(metadata, sizes, file);
  return {
    shape,
    training,
    layers: layers.map(({ weight, bias }) => ({ weights: weight.bytes, biases: bias.bytes })),
  };
}
