import { activationsOf, sizeOf, slotLabelsOf, widthOf } from "./records";

/**
 * Cost and verdict of the examples of a workspace after {@link forward}. C₀ = Σⱼ (aⱼ − yⱼ)²; the verdict is the output with the
 * largest activation, the first of equals.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @param verdicts receives each slot's verdict, [count] u8
 * @returns the sum of C₀ over the slots
 */
export function quadraticCost(last: usize, lastIndex: usize, count: usize, workspace: usize, verdicts: usize): f64 {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const labels = slotLabelsOf(workspace);
  let outputs = activationsOf(workspace, lastIndex);
  let sum: f64 = 0;
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    let verdict: usize = 0;
    let largest = load<f32>(outputs);
    for (let j: usize = 0; j < size; j++) {
      const output = load<f32>(outputs + (j << 2));
      const difference = <f64>output - (j === label ? 1.0 : 0.0);
      sum += difference * difference;
      if (output > largest) {
        largest = output;
        verdict = j;
      }
    }
    store<u8>(verdicts + slot, <u8>verdict);
    outputs += widthBytes;
  }
  return sum;
}
