import type { ActivationName } from "../../../extension/network/networkShape.ts";
import type { Parameters } from "../../../extension/network/parameters.ts";
import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import type { ComparedFile } from "../../../extension/weights/comparison/comparedFile.ts";
import type { StoredTensor } from "../../../extension/weights/weightsFile.ts";

/** A tensor in memory. @param numbers row-major */
export function madeTensor(
  name: string,
  shape: readonly number[],
  numbers: ArrayLike<number> = [],
  { dtype = "F32", isReadable = true }: { dtype?: string; isReadable?: boolean } = {},
): StoredTensor {
  return {
    name,
    dtype,
    shape,
    isReadable,
    read: (from, count) => Float64Array.from(numbers).slice(from, from + count),
  };
}

/** A file that is no network. */
export function madeFile(...tensors: StoredTensor[]): ComparedFile {
  return { file: { tensors }, network: null };
}

export interface MadeNetwork {
  /** of a layer's tensors, counted from 0 */
  readonly names?: (layer: number) => readonly [weight: string, bias: string];
  /** whether the weights are kept [inputs, neurons] */
  readonly isTransposed?: boolean;
  readonly activations?: readonly (ActivationName | null)[];
  readonly dtype?: string;
}

/** A file that holds a network as PyTorch's `nn.Sequential` would, if nothing else is said. */
export function madeNetworkFile(
  sizes: readonly number[],
  parameters: Parameters = drawnParameters(sizes, 1),
  { names = sequentialNames, isTransposed = false, activations, dtype = "F32" }: MadeNetwork = {},
): ComparedFile {
  const tensors = parameters.flatMap(({ weights, biases }, layer) => {
    const [inputs, neurons] = [sizes[layer], sizes[layer + 1]];
    const [weight, bias] = names(layer);
    const turned = Array.from(weights, (_, place) => weights[(place % neurons) * inputs + Math.floor(place / neurons)]);
    const kept = isTransposed
      ? madeTensor(weight, [inputs, neurons], turned, { dtype })
      : madeTensor(weight, [neurons, inputs], weights, { dtype });
    return [kept, madeTensor(bias, [neurons], biases, { dtype })];
  });
  return {
    file: { tensors },
    network: {
      sizes,
      activations: activations ?? parameters.map(() => null),
      layers: parameters.map((_, layer) => ({ weight: 2 * layer, bias: 2 * layer + 1, isTransposed })),
      parameters: tensors.reduce((sum, { shape }) => sum + numberCount(shape), 0),
      remarks: [],
    },
  };
}

function sequentialNames(layer: number): readonly [string, string] {
  return [`${2 * layer}.weight`, `${2 * layer}.bias`];
}

/** Weights and biases drawn from −1 to 1. */
export function drawnParameters(sizes: readonly number[], seed: number): Parameters {
  const generator = new SeededGenerator(seed);
  const draw = () => 2 * generator.nextUniform() - 1;
  return sizes.slice(1).map((size, layer) => ({
    weights: Float64Array.from({ length: size * sizes[layer] }, draw),
    biases: Float64Array.from({ length: size }, draw),
  }));
}

/** Takes a generator's steps. @returns what it found, and the shares that it gave */
export function finished<Found>(work: Generator<number, Found>): { readonly found: Found; readonly shares: number[] } {
  const shares: number[] = [];
  let step = work.next();
  for (; !step.done; step = work.next()) shares.push(step.value);
  return { found: step.value, shares };
}
