import { isNeuron, lanesFrom, targets } from "./lanes";
import { activationsOf, sizeOf, slotLabelsOf, widthOf } from "./records";

/**
 * C₀ = Σⱼ (aⱼ − yⱼ)² of the examples of a workspace after `forward`.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @returns the sum of C₀ over the slots
 */
export function quadraticCost(last: usize, lastIndex: usize, count: usize, workspace: usize): f64 {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const labels = slotLabelsOf(workspace);
  let outputs = activationsOf(workspace, lastIndex);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    for (let column: usize = 0; column < widthBytes; column += 16) {
      const lanes = lanesFrom(column >> 2);
      const difference = f32x4.sub(v128.load(outputs + column), targets(lanes, label));
      const own = v128.and(difference, isNeuron(lanes, size));
      const two = f64x2.promote_low_f32x4(own);
      const other = f64x2.promote_low_f32x4(v128.shuffle<i64>(own, own, 1, 1));
      low = f64x2.add(low, f64x2.mul(two, two));
      high = f64x2.add(high, f64x2.mul(other, other));
    }
    outputs += widthBytes;
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
