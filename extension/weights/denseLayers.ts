import type { TensorForm } from "../protocol/weightsSummary.ts";
import { inWords, WeightsFileError } from "./weightsFileError.ts";

/** The two tensors of a fully connected layer. */
export interface DenseLayer<Tensor extends TensorForm> {
  /** F32, [size, previousSize] */
  readonly weight: Tensor;
  /** F32, [size] */
  readonly bias: Tensor;
}

/**
 * Finds the fully connected layers in a file: pairs `NAME.weight` and `NAME.bias`, in the order of their names with
 * numbers counted (2 before 10), each layer taking as many inputs as the one before has neurons. `0`, `2`, `4` is how
 * PyTorch's `nn.Sequential` names its linear modules, but `fc1`, `fc2` or `layers.0`, `layers.1` do as well.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError} when the tensors are anything else than one chain of such layers
 */
export function findDenseLayers<Tensor extends TensorForm>(
  tensors: readonly Tensor[],
  file: string,
): DenseLayer<Tensor>[] {
  const layers = pairTensors(tensors, file);
  if (layers.length === 0) {
    throw new WeightsFileError(file, "expected the weights and biases of dense layers, found no tensors.");
  }
  let previous: Tensor | undefined;
  for (const { weight, bias } of layers) {
    requireSinglePrecision(weight, file);
    requireSinglePrecision(bias, file);
    const where = `${file}, ${weight.name}`;
    if (weight.shape.length !== 2 || weight.shape.includes(0)) {
      const expected = "expected a matrix [neurons, inputs] of a dense layer";
      throw new WeightsFileError(where, `${expected}, found the shape ${inWords(weight.shape)}.`);
    }
    const [neurons, inputs] = weight.shape;
    if (previous !== undefined && inputs !== previous.shape[0]) {
      const expected = `expected ${previous.shape[0]} inputs, the neurons of ${previous.name}`;
      throw new WeightsFileError(where, `${expected}, found the shape ${inWords(weight.shape)}.`);
    }
    if (bias.shape.length !== 1 || bias.shape[0] !== neurons) {
      const expected = `expected ${neurons} biases, one a row of ${weight.name}`;
      throw new WeightsFileError(`${file}, ${bias.name}`, `${expected}, found the shape ${inWords(bias.shape)}.`);
    }
    previous = weight;
  }
  return layers;
}

/** Neurons per layer, the input first. */
export function sizesOf(layers: readonly DenseLayer<TensorForm>[]): number[] {
  return [layers[0].weight.shape[1], ...layers.map(({ weight }) => weight.shape[0])];
}

function pairTensors<Tensor extends TensorForm>(tensors: readonly Tensor[], file: string): DenseLayer<Tensor>[] {
  const halves = new Map<string, { weight?: Tensor; bias?: Tensor }>();
  for (const tensor of tensors) {
    const groups = /^(?:(?<layer>.*)\.)?(?<role>weight|bias)$/s.exec(tensor.name)?.groups;
    if (groups === undefined) {
      const found = `found the tensor ${inWords(tensor.name)}`;
      throw new WeightsFileError(file, `expected only weights and biases of dense layers, ${found}.`);
    }
    const layer = groups.layer ?? ""; // a lone nn.Linear
    const half = halves.get(layer) ?? {};
    halves.set(layer, half);
    half[groups.role as "weight" | "bias"] = tensor;
  }
  return [...halves]
    .sort(([a], [b]) => compareCounted(a, b))
    .map(([layer, { weight, bias }]) => {
      if (weight !== undefined && bias !== undefined) return { weight, bias };
      const missing = weight === undefined ? "weight" : "bias";
      const there = weight?.name ?? bias?.name;
      const name = layer === "" ? missing : `${layer}.${missing}`;
      throw new WeightsFileError(file, `expected ${inWords(name)} beside ${inWords(there)}, found no such tensor.`);
    });
}

function requireSinglePrecision(tensor: TensorForm, file: string): void {
  if (tensor.dtype === "F32") return;
  const found = `found ${tensor.dtype}; in PyTorch, network.float() makes it so`;
  throw new WeightsFileError(`${file}, ${tensor.name}`, `expected single precision (F32), ${found}.`);
}

/** The order of names in which numbers inside them are counted: fc2 before fc10. */
function compareCounted(a: string, b: string): number {
  const pieces = (name: string) => name.split(/(\d+)/);
  const [left, right] = [pieces(a), pieces(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    const isNumber = i % 2 === 1; // what split captured
    const difference = isNumber ? Number(left[i]) - Number(right[i]) : 0;
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    return left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}
