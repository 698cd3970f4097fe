import { quadraticCost } from "./quadraticCost";
import { activationOf, quadraticName, sigmoidName } from "./records";
import { sigmoidCrossEntropy } from "./sigmoidCrossEntropy";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy";

/**
 * The cost of the examples of a workspace after `forward`.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @param name a cost of records.ts
 * @returns the sum of C₀ over the slots
 */
export function cost(last: usize, lastIndex: usize, name: u32, count: usize, workspace: usize): f64 {
  if (name === quadraticName) return quadraticCost(last, lastIndex, count, workspace);
  if (activationOf(last) === sigmoidName) return sigmoidCrossEntropy(last, lastIndex, count, workspace);
  return softmaxCrossEntropy(last, lastIndex, count, workspace);
}
