import { type ActivationName, costFor, shapeProblem } from "../../network/networkShape.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { type ByteSource, readBytes } from "../byteSource.ts";
import { networkParameters, requireHeld } from "../denseNetwork/networkParameters.ts";
import { lengthPrefixBytes, mostHeaderBytes } from "../safetensors/safetensorsHeader.ts";
import type { WeightsFile } from "../weightsFile.ts";
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
  requireHeld(network, name);
  if (file.format === "safetensors" && isDownhills(file)) return wholeFile(source, network.parameters, name);
  const activations = network.activations.map((activation, layer) => activation ?? otherwise[layer]);
  const shape = {
    sizes: network.sizes,
    activations,
    cost: costFor(activations[activations.length - 1], "quadratic"),
  };
  const problem = shapeProblem(shape);
  if (problem !== undefined) throw new WeightsFileError(name, problem);
  const parameters = networkParameters({ file, network }, name, true);
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
