import { carryBack } from "./carryBack";
import { overflowLimit } from "./forward";
import { isWithinRange } from "./isWithinRange";
import { outputDelta } from "./outputDelta";
import { deltasOf, layerBytes, widthOf } from "./records";

/**
 * The error of the examples of a workspace, after {@link forward}, carried back through every layer.
 *
 * @param cost a name of records.ts
 * @param scale multiplies every δ: −η / batch size for nudges, 1 / batch size for the gradient
 * @returns 0, or the first layer on the way back (1…) that has a δ out of range
 */
export function backward(
  layers: usize,
  layerCount: usize,
  cost: u32,
  count: usize,
  scale: f32,
  workspace: usize,
): usize {
  for (let l: isize = layerCount - 1; l >= 0; l--) {
    const layer = layers + <usize>l * layerBytes;
    if (<usize>l === layerCount - 1) {
      outputDelta(layer, l, cost, count, scale, workspace);
    } else {
      carryBack(layer, layer + layerBytes, l, count, workspace);
    }
    if (!isWithinRange(deltasOf(workspace, l), count * widthOf(layer), overflowLimit)) return l + 1;
  }
  return 0;
}
