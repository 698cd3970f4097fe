import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { requireDenseNetwork } from "../denseNetwork/denseNetwork.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";

/**
 * The layers of a network as Downhill keeps it, and PyTorch: nothing else beside them, each with biases, in single
 * precision, weights [neurons, inputs].
 *
 * @param tensors of a safetensors file
 * @throws {WeightsFileError} when anything is otherwise: what has to be converted is not opened by accident
 */
export function requireSavedLayers<Tensor extends TensorForm>(
  tensors: readonly Tensor[],
  metadata: ReadonlyMap<string, string>,
  file: string,
): {
  readonly sizes: readonly number[];
  readonly layers: readonly { readonly weight: Tensor; readonly bias: Tensor }[];
} {
  const network = requireDenseNetwork({ format: "safetensors", tensors, metadata, declaredLayers: null }, file);
  const layers = network.layers.map(({ weight: place, bias, isTransposed }) => {
    const weight = tensors[place];
    if (bias === null) {
      throw new WeightsFileError(file, `expected biases beside ${inWords(weight.name)}, found no such tensor.`);
    }
    requireForm(weight, 2, file);
    requireForm(tensors[bias], 1, file);
    if (!isTransposed) return { weight, bias: tensors[bias] };
    const found = `found [inputs, neurons] in the shape ${inWords(weight.shape)}`;
    throw new WeightsFileError(`${file}, ${weight.name}`, `expected a matrix [neurons, inputs], ${found}.`);
  });
  const used = new Set<TensorForm>(layers.flatMap(({ weight, bias }) => [weight, bias]));
  const other = tensors.find((tensor) => !used.has(tensor));
  if (other === undefined) return { sizes: network.sizes, layers };
  const found = `found the tensor ${inWords(other.name)}`;
  throw new WeightsFileError(file, `expected only weights and biases of dense layers, ${found}.`);
}

function requireForm({ name, dtype, shape }: TensorForm, dimensions: number, file: string): void {
  if (dtype !== "F32") {
    const found = `found ${dtype}; in PyTorch, network.float() makes it so`;
    throw new WeightsFileError(`${file}, ${name}`, `expected single precision (F32), ${found}.`);
  }
  if (shape.length === dimensions) return;
  throw new WeightsFileError(
    `${file}, ${name}`,
    `expected ${dimensions} dimensions, found the shape ${inWords(shape)}.`,
  );
}
