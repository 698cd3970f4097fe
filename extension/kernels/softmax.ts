import { largestAcross, sumAcross } from "./acrossLanes";
import { exponential } from "./exponential";
import { isNeuron, lanesFrom } from "./lanes";

/** Below every weighted sum. */
const nothing: f32 = -3.4e38;

/**
 * aⱼ = eᶻʲ / Σₖ eᶻᵏ of each slot. The largest z is taken from each first, which keeps the exponentials within 0…1. What fills up
 * the width of a row takes no share.
 *
 * @param sums z, [slots, width], finite
 * @param activations receives a, [slots, width]; may be the same memory
 * @param size neurons
 * @param width `size` rounded up to a multiple of 4
 */
export function softmax(sums: usize, activations: usize, slots: usize, size: usize, width: usize): void {
  const widthBytes = width << 2;
  for (let slot: usize = 0; slot < slots; slot++) {
    const largest = f32x4.splat(largestSum(sums, size));
    let total = f32x4.splat(0);
    for (let column: usize = 0; column < widthBytes; column += 16) {
      const exponentials = exponential(f32x4.sub(v128.load(sums + column), largest));
      const shares = v128.and(exponentials, isNeuron(lanesFrom(column >> 2), size));
      v128.store(activations + column, shares);
      total = f32x4.add(total, shares);
    }
    const totals = f32x4.splat(sumAcross(total));
    for (let column: usize = 0; column < widthBytes; column += 16) {
      v128.store(activations + column, f32x4.div(v128.load(activations + column), totals));
    }
    sums += widthBytes;
    activations += widthBytes;
  }
}

/** The largest z of a slot, whatever fills up its width. */
export function largestSum(sums: usize, size: usize): f32 {
  let largest = f32x4.splat(nothing);
  const lowest = largest;
  for (let neuron: usize = 0; neuron < size; neuron += 4) {
    const own = v128.bitselect(v128.load(sums + (neuron << 2)), lowest, isNeuron(lanesFrom(neuron), size));
    largest = f32x4.pmax(largest, own);
  }
  return largestAcross(largest);
}
