import { densePanelSums } from "./denseWeightedSums";
import { panelBytesAt } from "./panels";
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
  const widthBytes = widthOf(layer) << 2;
  const nextBytes = widthOf(next) << 2;
  const transposed = transposedOf(workspace);
  const deltas = deltasOf(workspace, index);
  const nextDeltas = deltasOf(workspace, index + 1);
  for (let panel: usize = 0; panel < widthBytes; ) {
    const panelBytes = panelBytesAt(panel, widthBytes);
    transposeWeights(next, panel, panelBytes, transposed);
    densePanelSums(
      transposed,
      panelBytes,
      nextBytes,
      noBiasesOf(workspace),
      widthBytes,
      count,
      nextDeltas,
      nextBytes,
      deltas + panel,
    );
    panel += panelBytes;
  }
  const name = activationOf(layer);
  let activation = activationsOf(workspace, index);
  for (let delta = deltas, end = deltas + count * widthBytes; delta < end; delta += 16) {
    v128.store(delta, timesSlope(v128.load(delta), v128.load(activation), name));
    activation += 16;
  }
}
