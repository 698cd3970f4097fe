import { activationsOf, sizeOf, widthOf } from "./records";

/**
 * What the network says to the examples of a workspace after `forward`: the output with the largest activation, the first of
 * equals.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 * @param verdicts receives each slot's verdict, [count] u8
 */
export function takeVerdicts(last: usize, lastIndex: usize, count: usize, workspace: usize, verdicts: usize): void {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  let outputs = activationsOf(workspace, lastIndex);
  for (let slot: usize = 0; slot < count; slot++) {
    let verdict: usize = 0;
    let largest = load<f32>(outputs);
    for (let j: usize = 1; j < size; j++) {
      const output = load<f32>(outputs + (j << 2));
      if (output > largest) {
        largest = output;
        verdict = j;
      }
    }
    store<u8>(verdicts + slot, <u8>verdict);
    outputs += widthBytes;
  }
}
