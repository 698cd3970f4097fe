import { drawDigits } from "../datasets/builtInDigits.ts";
import { type Examples, pictureOf } from "../datasets/examples.ts";
import { pictureFitter } from "../datasets/fittedExamples.ts";
import { forward } from "../network/forward.ts";
import { hiddenActivationNames, type NetworkShape, parameterCount } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { completedShape } from "../protocol/completedShape.ts";
import { fittingOf } from "../protocol/fitting.ts";
import type { TriedActivation } from "../protocol/weightsMessages.ts";
import type { FoundNetwork } from "../protocol/weightsSummary.ts";
import type { ComparedFile } from "../weights/comparison/comparedFile.ts";
import { networkParameters } from "../weights/denseNetwork/networkParameters.ts";

/**
 * What a file that does not say it may have meant: each activation that hidden neurons may have, and how many examples the
 * network reads right with it, the best first. What is not said about the outputs makes no difference to which is largest.
 *
 * @param network takes a square picture, and has ten outputs
 * @param examples a dataset's, which are fitted to its inputs; few are enough
 * @returns gives the share that is done, 0…1, between pieces
 */
export function* tryActivations(
  network: Pick<FoundNetwork, "sizes" | "activations">,
  parameters: Parameters,
  examples: Examples,
): Generator<number, readonly TriedActivation[]> {
  const count = examplesFor(network.sizes, examples.count);
  const fitted = pictureFitter(fittingOf(network.sizes));
  const tried: TriedActivation[] = [];
  for (const [place, hidden] of hiddenActivationNames.entries()) {
    const shape = completedShape(network, hidden, "softmax");
    let right = 0;
    for (let index = 0; index < count; index++) {
      if (readingOf(shape, parameters, fitted(pictureOf(examples, index))) === examples.labels[index]) right++;
      yield (place + (index + 1) / count) / hiddenActivationNames.length;
    }
    tried.push({ hidden, right, examples: count });
  }
  return tried.sort((one, other) => other.right - one.right);
}

/**
 * The same, on digits drawn for it; empty where there is no network that digits fit.
 *
 * @param name the file's, for error messages
 */
export function* tryOnDigits(compared: ComparedFile, name: string): Generator<number, readonly TriedActivation[]> {
  const { network } = compared;
  if (network === null) return [];
  if (!fittingOf(network.sizes).isLabelled) return [];
  return yield* tryActivations(network, networkParameters(compared, name), drawDigits({ count: mostExamples, seed }));
}

/** Not the built-in dataset's. */
const seed = 2;

/** Enough to tell a network that reads from one that guesses. */
const mostExamples = 200;
const leastExamples = 20;
/** About a second of plain multiplications. */
const mostMultiplications = 300_000_000;

function examplesFor(sizes: readonly number[], there: number): number {
  const affordable = Math.floor(mostMultiplications / (parameterCount(sizes) * hiddenActivationNames.length));
  return Math.min(there, mostExamples, Math.max(leastExamples, affordable));
}

/** The place of the largest output. */
function readingOf(shape: NetworkShape, parameters: Parameters, picture: Uint8Array): number {
  const input = Float64Array.from(picture, (pixel) => pixel / 255);
  const { activations } = forward(shape, parameters, input)[parameters.length - 1];
  let largest = 0;
  for (let j = 1; j < activations.length; j++) if (activations[j] > activations[largest]) largest = j;
  return largest;
}
