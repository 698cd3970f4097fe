import { multiplyAdd } from "./multiplyAdd";
import { activationOf, activationsOf, deltasOf, weightsOf, widthOf } from "./records";

/**
 * Carries the error back one layer: δ = (W of the next layer)ᵀ δ of the next layer ⊙ σ′(z). Four neurons at a time: each is
 * the product of its row in the next layer's weights with that layer's δ, four partial sums added in one fixed order.
 *
 * @param layer this layer's record, layer number `index` from 0; the next layer's record follows it
 * @param next the next layer's record
 */
export function carryBack(layer: usize, next: usize, index: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const nextWidthBytes = widthOf(next) << 2;
  const weights = weightsOf(next);
  const isSigmoid = activationOf(layer) === 0;
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  let activations = activationsOf(workspace, index);
  let deltas = deltasOf(workspace, index);
  let nextDeltas = deltasOf(workspace, index + 1);
  for (let slot: usize = 0; slot < count; slot++) {
    let row = weights;
    for (let neuron: usize = 0; neuron < widthBytes; neuron += 16) {
      let sum0 = zero;
      let sum1 = zero;
      let sum2 = zero;
      let sum3 = zero;
      const row1 = row + nextWidthBytes;
      const row2 = row1 + nextWidthBytes;
      const row3 = row2 + nextWidthBytes;
      for (let column: usize = 0; column < nextWidthBytes; column += 16) {
        const delta = v128.load(nextDeltas + column);
        sum0 = multiplyAdd(delta, v128.load(row + column), sum0);
        sum1 = multiplyAdd(delta, v128.load(row1 + column), sum1);
        sum2 = multiplyAdd(delta, v128.load(row2 + column), sum2);
        sum3 = multiplyAdd(delta, v128.load(row3 + column), sum3);
      }
      row = row3 + nextWidthBytes;
      // Four vectors of partial sums become one vector of sums.
      const low01 = v128.shuffle<i32>(sum0, sum1, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(sum0, sum1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(sum2, sum3, 0, 4, 1, 5);
      const high23 = v128.shuffle<i32>(sum2, sum3, 2, 6, 3, 7);
      const halves01 = f32x4.add(low01, high01);
      const halves23 = f32x4.add(low23, high23);
      const wishes = f32x4.add(
        v128.shuffle<i64>(halves01, halves23, 0, 2),
        v128.shuffle<i64>(halves01, halves23, 1, 3),
      );
      const activation = v128.load(activations + neuron);
      const delta = isSigmoid
        ? f32x4.mul(wishes, f32x4.mul(activation, f32x4.sub(one, activation)))
        : v128.and(wishes, f32x4.gt(activation, zero));
      v128.store(deltas + neuron, delta);
    }
    activations += widthBytes;
    deltas += widthBytes;
    nextDeltas += nextWidthBytes;
  }
}
