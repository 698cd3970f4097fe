import { type ActivationName, costFor, shapeProblem } from "../../network/networkShape.ts";
import type { LayerParameters } from "../../network/parameters.ts";
import { numberCount } from "../../protocol/numberCount.ts";
import { mostParameters } from "../../protocol/settings.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { type ByteSource, readBytes } from "../byteSource.ts";
import { lengthPrefixBytes, mostHeaderBytes } from "../safetensors/safetensorsHeader.ts";
import type { StoredTensor, WeightsFile } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { isDownhills } from "./networkMetadata.ts";
import { writeSavedNetwork } from "./savedNetworkFile.ts";
import { bytesPerFloat } from "./singlePrecision.ts";

/**
 * The dense network of a file as Downhill's own format has it: the file itself, when Downhill wrote it, with all that it
 * takes to go on training; else its weights in single precision, each layer's [neurons, inputs], and 0 for biases that are
 * not there.
 *
 * @param otherwise what each layer after the input does, where the file does not say
 * @param name the file's, for error messages
 * @throws {WeightsFileError} when there is no network, Downhill cannot have such a one, or a number is not finite in
 *   single precision
 */
export function readNetworkBytes(
  file: WeightsFile,
  { network, noNetworkBecause }: WeightsSummary,
  source: ByteSource,
  otherwise: readonly ActivationName[],
  name: string,
): Uint8Array<ArrayBuffer> {
  if (network === null) throw new WeightsFileError(name, noNetworkBecause ?? "expected a dense network, found none.");
  if (network.parameters > mostParameters) {
    const most = mostParameters.toLocaleString("en");
    const found = network.parameters.toLocaleString("en");
    throw new WeightsFileError(name, `expected at most ${most} weights and biases, found ${found}.`);
  }
  if (file.format === "safetensors" && isDownhills(file)) return wholeFile(source, network.parameters, name);
  const activations = network.activations.map((activation, layer) => activation ?? otherwise[layer]);
  const shape = {
    sizes: network.sizes,
    activations,
    cost: costFor(activations[activations.length - 1], "quadratic"),
  };
  const problem = shapeProblem(shape);
  if (problem !== undefined) throw new WeightsFileError(name, problem);
  const parameters = network.layers.map(({ weight, bias, isTransposed }, layer): LayerParameters => {
    const [inputs, neurons] = [shape.sizes[layer], shape.sizes[layer + 1]];
    const weights = singlePrecision(file.tensors[weight], name);
    return {
      weights: isTransposed ? transposed(weights, inputs, neurons) : weights,
      biases: bias === null ? new Float32Array(neurons) : singlePrecision(file.tensors[bias], name),
    };
  });
  return writeSavedNetwork({ shape, parameters, training: null });
}

/** Nothing is read that Downhill's own files do not hold: a header, and the network's numbers. */
function wholeFile(source: ByteSource, parameters: number, name: string): Uint8Array<ArrayBuffer> {
  const most = lengthPrefixBytes + mostHeaderBytes + bytesPerFloat * parameters;
  if (source.length > most) {
    const expected = `expected at most ${most} bytes of a network of ${parameters} weights and biases`;
    throw new WeightsFileError(name, `${expected}, found ${source.length}.`);
  }
  // A copy: what is read may share its buffer.
  return readBytes(source, 0, source.length, name).slice();
}

function singlePrecision(tensor: StoredTensor, name: string): Float32Array<ArrayBuffer> {
  const numbers = tensor.read(0, numberCount(tensor.shape));
  const floats = Float32Array.from(numbers);
  const place = floats.findIndex((float) => !Number.isFinite(float));
  if (place < 0) return floats;
  const where = `${name}, ${tensor.name}`;
  throw new WeightsFileError(where, `expected finite numbers of single precision, found ${numbers[place]}.`);
}

/** @param weights [rows, columns] @returns [columns, rows] */
function transposed(weights: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(weights.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = weights[row * columns + column];
  }
  return result;
}
