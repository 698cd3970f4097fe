import * as v from "valibot";
import type { Floats, Parameters } from "../../network/parameters.ts";
import type { SavedNetwork } from "../../protocol/savedNetwork.ts";
import { sizesSchema } from "../../protocol/settings.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../safetensors/safetensors.ts";
import { readSafetensorsHeader } from "../safetensors/safetensorsHeader.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { type NetworkDescription, readNetworkMetadata, writeNetworkMetadata } from "./networkMetadata.ts";
import { requireSavedLayers } from "./savedLayers.ts";
import { readMoments, writeMoments } from "./savedMoments.ts";
import { readFloats, writeFloats } from "./singlePrecision.ts";

/**
 * Writes a network as a `.safetensors` file with the tensor names of a PyTorch `nn.Sequential` of linear modules and
 * activations in turn: `0.weight` [neurons, inputs], `0.bias`, `2.weight`, … The same network gives the same bytes.
 *
 * @throws {WeightsFileError} when a weight or bias is not a finite number of single precision, or does not fit the shape
 */
export function writeSavedNetwork(saved: SavedNetwork): Uint8Array<ArrayBuffer> {
  const { shape, parameters, training } = saved;
  if (parameters.length !== shape.sizes.length - 1) {
    const expected = `expected parameters for ${shape.sizes.length - 1} layers`;
    throw new WeightsFileError("the network", `${expected}, found ${parameters.length}.`);
  }
  const tensors = parameters.flatMap(({ weights, biases }, layer) => [
    tensorOf(`${2 * layer}.weight`, [shape.sizes[layer + 1], shape.sizes[layer]], weights),
    tensorOf(`${2 * layer}.bias`, [shape.sizes[layer + 1]], biases),
  ]);
  const metadata = writeNetworkMetadata(saved);
  // What could not be opened again is not written.
  checkSizes(shape.sizes, "the network");
  readNetworkMetadata(metadata, shape.sizes, "the network");
  if (training) {
    const { moments, descent } = training;
    for (const [name, text] of writeMoments(moments, descent, shape.sizes)) metadata.set(name, text);
  }
  return writeSafetensors({ tensors, metadata });
}

/**
 * Reads a network that {@link writeSavedNetwork} wrote, bit for bit, or the dense layers of a file from elsewhere.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError} when it is malformed, no chain of dense layers from 784 pixels to 10 outputs, or holds a
 *   number that is not finite
 */
export function readSavedNetwork(bytes: Uint8Array, file: string): SavedNetwork {
  const { tensors, metadata } = readSafetensors(bytes, file);
  const { sizes, layers } = requireSavedLayers(tensors, metadata, file);
  checkSizes(sizes, file);
  const { shape, training: described } = readNetworkMetadata(metadata, sizes, file);
  const training = described && {
    ...described,
    moments: readMoments(metadata, described.moments.steps, described.descent, sizes, file),
  };
  const parameters: Parameters = layers.map(({ weight, bias }) => ({
    weights: floatsOf(weight, file),
    biases: floatsOf(bias, file),
  }));
  return { shape, parameters, training };
}

/**
 * What a file that {@link readSavedNetwork} takes says of its network, without its numbers.
 *
 * @throws {WeightsFileError}
 */
export function describeSavedNetwork(bytes: Uint8Array, file: string): NetworkDescription {
  const { tensors, metadata } = readSafetensorsHeader(bytes, bytes.length, file);
  return readNetworkMetadata(metadata, requireSavedLayers(tensors, metadata, file).sizes, file);
}

function checkSizes(sizes: readonly number[], where: string): void {
  const result = v.safeParse(sizesSchema, sizes);
  if (!result.success) throw new WeightsFileError(where, result.issues[0].message);
}

function tensorOf(name: string, shape: readonly number[], floats: Floats): Tensor {
  return { name, dtype: "F32", shape, bytes: writeFloats(floats, shape, name) };
}

function floatsOf({ name, shape, bytes }: Tensor, file: string): Float32Array {
  return readFloats(bytes, shape, `${file}, ${name}`);
}
