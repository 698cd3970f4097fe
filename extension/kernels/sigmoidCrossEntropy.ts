import { exponential } from "./exponential";
import { isNeuron, lanesFrom, targets } from "./lanes";
import { logarithmOfOnePlus } from "./logarithmOfOnePlus";
import { sizeOf, slotLabelsOf, sumsOf, widthOf } from "./records";

/**
 * C₀ = −Σⱼ (yⱼ ln aⱼ + (1 − yⱼ) ln (1 − aⱼ)) of the examples of a workspace after `forward`, whose output layer keeps its z: from
 * it each term is max(z, 0) − z y + ln (1 + e^−|z|), where ln (1 − a) would be lost once a is nearly 1.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @returns the sum of C₀ over the slots
 */
export function sigmoidCrossEntropy(last: usize, lastIndex: usize, count: usize, workspace: usize): f64 {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const labels = slotLabelsOf(workspace);
  let sums = sumsOf(workspace, lastIndex);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    for (let column: usize = 0; column < widthBytes; column += 16) {
      const lanes = lanesFrom(column >> 2);
      const z = v128.load(sums + column);
      const rest = logarithmOfOnePlus(exponential(f32x4.neg(f32x4.abs(z))));
      const wanted = f32x4.sub(f32x4.pmax(f32x4.splat(0), z), f32x4.mul(z, targets(lanes, label)));
      const own = v128.and(f32x4.add(wanted, rest), isNeuron(lanes, size));
      low = f64x2.add(low, f64x2.promote_low_f32x4(own));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(own, own, 1, 1)));
    }
    sums += widthBytes;
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
