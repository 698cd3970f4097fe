import { denseWeightedSums } from "./denseWeightedSums";
import { activationOf, activationsOf, deltasOf, noBiasesOf, transposedOf, widthOf } from "./records";
import { timesSlope } from "./timesSlope";
import { transposeWeights } from "./transposeWeights";

/**
 * Carries the error back one layer: δ = (W of the next layer)ᵀ δ of the next layer ⊙ σ′(z).
 *
 * @param layer this layer's record, layer number `index` from 0
 * @param next the next layer's record
 */
export function carryBack(layer: usize, next: usize, index: usize, count: usize, workspace: usize): void {
  const width = widthOf(layer);
  const nextWidth = widthOf(next);
  const transposed = transposedOf(workspace);
  const deltas = deltasOf(workspace, index);
  transposeWeights(next, transposed);
  const nextDeltas = deltasOf(workspace, index + 1);
  denseWeightedSums(
    transposed,
    nextWidth,
    nextWidth,
    noBiasesOf(workspace),
    width,
    count,
    nextDeltas,
    nextWidth,
    deltas,
  );
  const name = activationOf(layer);
  let activation = activationsOf(workspace, index);
  for (let delta = deltas, end = deltas + count * (width << 2); delta < end; delta += 16) {
    v128.store(delta, timesSlope(v128.load(delta), v128.load(activation), name));
    activation += 16;
  }
}
