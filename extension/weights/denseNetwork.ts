import type { ActivationName } from "../network/networkShape.ts";
import { parameterCount } from "../network/networkShape.ts";
import type { FoundNetwork } from "../protocol/weightsSummary.ts";
import { findDenseLayers, sizesOf } from "./denseLayers.ts";
import { isDownhills, readNetworkMetadata } from "./networkMetadata.ts";
import type { WeightsFile } from "./weightsFile.ts";

/** The dense network of a file, or why there is none in one sentence. */
export type DenseNetworkFinding =
  | { readonly network: FoundNetwork; readonly because: null }
  | { readonly network: null; readonly because: string };

/** Recognises dense layers that make a chain in a file's table of contents. */
export function findDenseNetwork(file: Pick<WeightsFile, "tensors" | "metadata">, name: string): DenseNetworkFinding {
  try {
    const layers = findDenseLayers(file.tensors, name);
    const sizes = sizesOf(layers);
    const activations: (ActivationName | null)[] = isDownhills(file)
      ? [...readNetworkMetadata(file.metadata, sizes, name).shape.activations]
      : layers.map(() => null);
    const network = {
      sizes,
      activations,
      layers: layers.map(({ weight, bias }) => ({
        weight: file.tensors.indexOf(weight),
        bias: file.tensors.indexOf(bias),
        isTransposed: false,
      })),
      parameters: parameterCount(sizes),
      remarks: [],
    };
    return { network, because: null };
  } catch (error) {
    return { network: null, because: error instanceof Error ? error.message : String(error) };
  }
}
