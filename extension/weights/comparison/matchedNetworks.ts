import type { NeuronMatching } from "../../protocol/weightsComparison.ts";
import { networkParameters } from "../denseNetwork/networkParameters.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import type { ComparedFile } from "./comparedFile.ts";
import { matchNeurons, mostMatchedNeurons } from "./neuronMatching.ts";

/**
 * Matches the hidden neurons of two files' networks, see {@link matchNeurons}. Turned signs are looked for in layers that
 * both files say to be tanh.
 *
 * @throws {WeightsFileError} when the two are no networks of the same sizes, or have a layer too large to be matched
 */
export function* matchNetworks(a: ComparedFile, b: ComparedFile): Generator<number, NeuronMatching> {
  const parametersOfA = networkParameters(a, "A");
  const parametersOfB = networkParameters(b, "B");
  const sizes = a.network?.sizes ?? [];
  if (sizes.join() !== b.network?.sizes.join()) {
    throw new WeightsFileError("B", `expected a network ${sizes.join("–")}, found ${b.network?.sizes.join("–")}.`);
  }
  const largest = Math.max(0, ...sizes.slice(1, -1));
  if (largest > mostMatchedNeurons) {
    const expected = `expected hidden layers of at most ${mostMatchedNeurons.toLocaleString("en")} neurons to match`;
    throw new WeightsFileError("A", `${expected}, found ${largest.toLocaleString("en")}.`);
  }
  const isTanh = ({ network }: ComparedFile, place: number) => network?.activations[place] === "tanh";
  const isOdd = sizes.slice(1, -1).map((_, place) => isTanh(a, place) && isTanh(b, place));
  return yield* matchNeurons(parametersOfA, parametersOfB, isOdd);
}
