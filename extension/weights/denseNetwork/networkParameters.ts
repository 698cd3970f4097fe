import type { LayerParameters } from "../../network/parameters.ts";
import { mostParameters } from "../../protocol/settings.ts";
import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import { turnedTensor } from "../tensors/turnedTensor.ts";
import type { WeightsFile } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * All weights and biases of a file's network, each layer's weights [neurons, inputs], 0 for biases that are not there.
 *
 * @param name the file's or the side's ("A"), for error messages
 * @param isSingle whether they are rounded to single precision; else they are as precise as the file has them
 * @throws {WeightsFileError} when there is no network, or one too large to be held, or a number is not finite
 */
export function networkParameters(
  { file, network }: { readonly file: Pick<WeightsFile, "tensors">; readonly network: FoundNetwork | null },
  name: string,
  isSingle = false,
): LayerParameters[] {
  if (network === null) throw new WeightsFileError(name, "expected a dense network, found none.");
  requireHeld(network, name);
  const numbersOf = (place: number, count: number, isTurned: boolean) => {
    const tensor = file.tensors[place];
    const read = (isTurned ? turnedTensor(tensor) : tensor).read(0, count);
    const numbers = isSingle ? Float32Array.from(read) : read;
    const odd = numbers.findIndex((number: number) => !Number.isFinite(number));
    if (odd < 0) return numbers;
    const expected = `expected finite numbers${isSingle ? " of single precision" : ""}`;
    throw new WeightsFileError(`${name}, ${tensor.name}`, `${expected}, found ${read[odd]}.`);
  };
  return network.layers.map(({ weight, bias, isTransposed }, place) => {
    const [inputs, neurons] = [network.sizes[place], network.sizes[place + 1]];
    return {
      weights: numbersOf(weight, inputs * neurons, isTransposed),
      biases: bias === null ? new Float32Array(neurons) : numbersOf(bias, neurons, false),
    };
  });
}

/** @throws {WeightsFileError} when the network is too large to be held */
export function requireHeld({ parameters }: FoundNetwork, name: string): void {
  if (parameters <= mostParameters) return;
  const [most, found] = [mostParameters, parameters].map((count) => count.toLocaleString("en"));
  throw new WeightsFileError(name, `expected at most ${most} weights and biases, found ${found}.`);
}
