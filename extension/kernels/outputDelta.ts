import { isNeuron, lanesFrom, targets } from "./lanes";
import { activationOf, activationsOf, deltasOf, quadraticName, sizeOf, slotLabelsOf, widthOf } from "./records";
import { timesSlope } from "./timesSlope";

/**
 * δ = ∂C₀/∂z of the output layer, times `scale`: 2 (a − y) σ′(z) of the quadratic cost; a − y of the cross-entropy, with sigmoid
 * outputs as with softmax. The scale carries −η / batch size through to the nudges, or 1 / batch size to the gradient: both
 * are linear in it. What fills up the width has a δ of 0.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @param cost a name of records.ts
 */
export function outputDelta(
  last: usize,
  lastIndex: usize,
  cost: u32,
  count: usize,
  scale: f32,
  workspace: usize,
): void {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const name = activationOf(last);
  const labels = slotLabelsOf(workspace);
  const isQuadratic = cost === quadraticName;
  const factors = f32x4.splat(isQuadratic ? scale * 2 : scale);
  let outputs = activationsOf(workspace, lastIndex);
  let deltas = deltasOf(workspace, lastIndex);
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    for (let column: usize = 0; column < widthBytes; column += 16) {
      const lanes = lanesFrom(column >> 2);
      const output = v128.load(outputs + column);
      let delta = f32x4.mul(factors, f32x4.sub(output, targets(lanes, label)));
      if (isQuadratic) delta = timesSlope(delta, output, name);
      v128.store(deltas + column, v128.and(delta, isNeuron(lanes, size)));
    }
    outputs += widthBytes;
    deltas += widthBytes;
  }
}
