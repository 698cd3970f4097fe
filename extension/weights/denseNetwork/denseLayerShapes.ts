import type { TensorForm, WeightsFormatName } from "../../protocol/weightsSummary.ts";
import { chainLayers, type DenseChain, isMatrix, type LayerTensors, vectorLength } from "./denseChain.ts";
import { habitWithoutName } from "./denseLayerNames.ts";

/**
 * Finds dense layers among tensors whose names say nothing, as `numpy.savez(path, *arrays)` calls them `arr_0`, `arr_1`, …:
 * weights and biases in turn, or all weights and then all biases, or the other way about, or weights alone.
 *
 * @param tensors in the file's order; all of them must belong to the network
 * @returns undefined when in none of these orders they make a chain
 */
export function layersByShape(
  tensors: readonly TensorForm[],
  format: WeightsFormatName,
): { readonly layers: readonly LayerTensors[]; readonly chain: DenseChain } | undefined {
  const habit = habitWithoutName(format);
  const half = tensors.length / 2;
  const every = (from: 0 | 1) => tensors.filter((_, index) => index % 2 === from);
  const halves: [readonly TensorForm[], readonly TensorForm[]][] = [
    [every(0), every(1)],
    [tensors.slice(0, half), tensors.slice(half)],
    [every(1), every(0)],
    [tensors.slice(half), tensors.slice(0, half)],
  ];
  if (Number.isInteger(half)) {
    for (const [weights, biases] of halves) {
      if (!weights.every(isMatrix) || biases.some((bias) => vectorLength(bias) === undefined)) continue;
      const layers = weights.map((weight, index) => ({ weight, bias: biases[index], habit }));
      const chain = chainLayers(layers);
      if (chain) return { layers, chain };
    }
  }
  // One matrix alone may be anything.
  if (tensors.length < 2 || !tensors.every(isMatrix)) return undefined;
  const layers = tensors.map((weight) => ({ weight, bias: null, habit }));
  const chain = chainLayers(layers);
  return chain && { layers, chain };
}
