import { logarithm } from "./logarithm";
import { activationsOf, sizeOf, slotLabelsOf, sumsOf, widthOf } from "./records";
import { largestSum } from "./softmax";

/**
 * C₀ = −ln a of the label, of the examples of a workspace after `forward`, whose output layer keeps its z. From it, because a small
 * share has lost its digits: −ln aⱼ = −ln aₖ + zₖ − zⱼ, where k has the largest share.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @returns the sum of C₀ over the slots
 */
export function softmaxCrossEntropy(last: usize, lastIndex: usize, count: usize, workspace: usize): f64 {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const labels = slotLabelsOf(workspace);
  let sums = sumsOf(workspace, lastIndex);
  let shares = activationsOf(workspace, lastIndex);
  let sum: f64 = 0;
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    // What fills up the width has no share.
    const logarithms = logarithm(f32x4.splat(largestSum(shares, size)));
    sum += <f64>largestSum(sums, size) - <f64>load<f32>(sums + (label << 2)) - <f64>f32x4.extract_lane(logarithms, 0);
    sums += widthBytes;
    shares += widthBytes;
  }
  return sum;
}
