import type { LayerParameters } from "../../network/parameters.ts";
import { mostParameters } from "../../protocol/settings.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import type { ComparedFile } from "./comparedFile.ts";
import { turnedTensor } from "./tensorViews.ts";

/**
 * All weights and biases of a file's network, each layer's weights [neurons, inputs], 0 for biases that are not there.
 *
 * @param name the side, for error messages: "A"
 * @throws {WeightsFileError} when there is no network, or one too large to be held, or a number is not finite
 */
export function networkParameters({ file, network }: ComparedFile, name: string): LayerParameters[] {
  if (network === null) throw new WeightsFileError(name, "expected a dense network, found none.");
  if (network.parameters > mostParameters) {
    const most = mostParameters.toLocaleString("en");
    const found = network.parameters.toLocaleString("en");
    throw new WeightsFileError(name, `expected at most ${most} weights and biases, found ${found}.`);
  }
  const numbersOf = (place: number, count: number, isTurned: boolean) => {
    const tensor = file.tensors[place];
    const numbers = (isTurned ? turnedTensor(tensor) : tensor).read(0, count);
    const odd = numbers.findIndex((number: number) => !Number.isFinite(number));
    if (odd < 0) return numbers;
    throw new WeightsFileError(`${name}, ${tensor.name}`, `expected finite numbers, found ${numbers[odd]}.`);
  };
  return network.layers.map(({ weight, bias, isTransposed }, place) => {
    const [inputs, neurons] = [network.sizes[place], network.sizes[place + 1]];
    return {
      weights: numbersOf(weight, inputs * neurons, isTransposed),
      biases: bias === null ? new Float64Array(neurons) : numbersOf(bias, neurons, false),
    };
  });
}
