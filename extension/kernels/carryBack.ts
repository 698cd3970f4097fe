import { multiplyAdd } from "./multiplyAdd";
import { activationOf, activationsOf, deltasOf, weightsOf, widthOf } from "./records";
import { timesSlope } from "./timesSlope";

/**
 * Carries the error back one layer: δ = (W of the next layer)ᵀ δ of the next layer ⊙ σ′(z). Four neurons of two slots at a
 * time: each is the product of its row in the next layer's weights with that layer's δ, four partial sums added in one
 * fixed order.
 *
 * @param layer this layer's record, layer number `index` from 0; the next layer's record follows it
 * @param next the next layer's record
 */
export function carryBack(layer: usize, next: usize, index: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const nextWidthBytes = widthOf(next) << 2;
  const weights = weightsOf(next);
  const name = activationOf(layer);
  const activations = activationsOf(workspace, index);
  const deltas = deltasOf(workspace, index);
  const nextDeltas = deltasOf(workspace, index + 1);
  const zero = f32x4.splat(0);
  for (let slot: usize = 0; slot < count; slot += 2) {
    const nextDelta = nextDeltas + slot * nextWidthBytes;
    // The last of an odd number of slots is taken twice.
    const secondOffset = slot + 1 < count ? nextWidthBytes : 0;
    const secondTarget = slot + 1 < count ? widthBytes : 0;
    let row = weights;
    for (let neuron: usize = 0; neuron < widthBytes; neuron += 16) {
      let sum0 = zero;
      let sum1 = zero;
      let sum2 = zero;
      let sum3 = zero;
      let second0 = zero;
      let second1 = zero;
      let second2 = zero;
      let second3 = zero;
      const row1 = row + nextWidthBytes;
      const row2 = row1 + nextWidthBytes;
      const row3 = row2 + nextWidthBytes;
      for (let column: usize = 0; column < nextWidthBytes; column += 16) {
        const weight0 = v128.load(row + column);
        const weight1 = v128.load(row1 + column);
        const weight2 = v128.load(row2 + column);
        const weight3 = v128.load(row3 + column);
        const delta = v128.load(nextDelta + column);
        sum0 = multiplyAdd(delta, weight0, sum0);
        sum1 = multiplyAdd(delta, weight1, sum1);
        sum2 = multiplyAdd(delta, weight2, sum2);
        sum3 = multiplyAdd(delta, weight3, sum3);
        const secondDelta = v128.load(nextDelta + secondOffset + column);
        second0 = multiplyAdd(secondDelta, weight0, second0);
        second1 = multiplyAdd(secondDelta, weight1, second1);
        second2 = multiplyAdd(secondDelta, weight2, second2);
        second3 = multiplyAdd(secondDelta, weight3, second3);
      }
      row = row3 + nextWidthBytes;
      const target = slot * widthBytes + neuron;
      const wishes = addAcross(sum0, sum1, sum2, sum3);
      v128.store(deltas + target, timesSlope(wishes, v128.load(activations + target), name));
      const secondWishes = addAcross(second0, second1, second2, second3);
      const secondActivations = v128.load(activations + target + secondTarget);
      v128.store(deltas + target + secondTarget, timesSlope(secondWishes, secondActivations, name));
    }
  }
}

/** Four vectors of partial sums become one vector of sums. */
function addAcross(sum0: v128, sum1: v128, sum2: v128, sum3: v128): v128 {
  const low01 = v128.shuffle<i32>(sum0, sum1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(sum0, sum1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(sum2, sum3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(sum2, sum3, 2, 6, 3, 7);
  const halves01 = f32x4.add(low01, high01);
  const halves23 = f32x4.add(low23, high23);
  return f32x4.add(v128.shuffle<i64>(halves01, halves23, 0, 2), v128.shuffle<i64>(halves01, halves23, 1, 3));
}
