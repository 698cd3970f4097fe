import { activationsOf, deltasOf, sizeOf, slotLabelsOf, widthOf } from "./records";

/**
 * δ = ∂C₀/∂z of the sigmoid output layer, times `scale`: 2 (a − y) a (1 − a). The scale carries −η / batch size through to
 * the nudges, or 1 / batch size to the gradient: both are linear in it.
 *
 * @param last the output layer's record, layer number `lastIndex` from 0
 */
export function outputDelta(last: usize, lastIndex: usize, count: usize, scale: f32, workspace: usize): void {
  const size = sizeOf(last);
  const widthBytes = widthOf(last) << 2;
  const labels = slotLabelsOf(workspace);
  let outputs = activationsOf(workspace, lastIndex);
  let deltas = deltasOf(workspace, lastIndex);
  const factor = scale * 2;
  for (let slot: usize = 0; slot < count; slot++) {
    const label: usize = load<u8>(labels + slot);
    for (let j: usize = 0; j < size; j++) {
      const output = load<f32>(outputs + (j << 2));
      const target: f32 = j === label ? 1.0 : 0.0;
      store<f32>(deltas + (j << 2), factor * (output - target) * (output * (1 - output)));
    }
    outputs += widthBytes;
    deltas += widthBytes;
  }
}
