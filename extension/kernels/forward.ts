import { activate } from "./activate";
import { denseWeightedSums } from "./denseWeightedSums";
import { isWithinRange } from "./isWithinRange";
import {
  activationsOf,
  biasesOf,
  inputsOf,
  isDense,
  layerBytes,
  pixelActivationsOf,
  rowsOf,
  sumsOf,
  weightsOf,
  widthOf,
} from "./records";
import { sparseWeightedSums } from "./sparseWeightedSums";

/**
 * No z and no δ may come to this. A gradient is made of products of two such numbers: below it, it can be squared, as Adam
 * does, and steps can be added up for longer than anybody trains, all within single precision.
 */
export const overflowLimit: f32 = 1e9;

/**
 * Carries the unpacked examples of a workspace through the network.
 *
 * @param layers the layers' records, layer 1 first
 * @param count slots in use
 * @returns 0, or the first layer (1…) that has a weighted sum out of range; the layers behind it are left as they were
 */
export function forward(layers: usize, layerCount: usize, count: usize, workspace: usize): usize {
  for (let l: usize = 0; l < layerCount; l++) {
    const layer = layers + l * layerBytes;
    const width = widthOf(layer);
    const sums = sumsOf(workspace, l);
    if (l === 0 && !isDense(workspace)) {
      sparseWeightedSums(layer, count, workspace);
    } else {
      const inputs = inputsOf(layer);
      const previous = l === 0 ? pixelActivationsOf(workspace) : activationsOf(workspace, l - 1);
      const previousWidth = l === 0 ? inputs : widthOf(layer - layerBytes);
      denseWeightedSums(
        weightsOf(layer),
        rowsOf(layer),
        inputs,
        biasesOf(layer),
        width,
        count,
        previous,
        previousWidth,
        sums,
      );
    }
    if (!isWithinRange(sums, count * width, overflowLimit)) return l + 1;
    activate(layer, count, sums, activationsOf(workspace, l));
  }
  return 0;
}
