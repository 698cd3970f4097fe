import { deltasOf, entryStartsOf, weightsOf, widthOf } from "./records";

/**
 * Adds every slot's δ xᵀ to the first layer's weights, or to a gradient of the same form: to the rows of the pixels that are not
 * black. Slots are taken in their order.
 *
 * @param destination a layer's record: the first layer's own, or its gradient's
 */
export function accumulateSparse(destination: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(destination) << 2;
  const weights = weightsOf(destination);
  const entryStarts = entryStartsOf(workspace);
  let deltas = deltasOf(workspace, 0);
  for (let slot: usize = 0; slot < count; slot++) {
    const start: usize = load<u32>(entryStarts + (slot << 2));
    const end: usize = load<u32>(entryStarts + (slot << 2), 4);
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      const delta0 = v128.load(deltas + column);
      const delta1 = v128.load(deltas + column, 16);
      const delta2 = v128.load(deltas + column, 32);
      const delta3 = v128.load(deltas + column, 48);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 8) {
        const row = columnWeights + <usize>load<u32>(entry);
        const activation = v128.load32_splat(entry, 4);
        v128.store(row, f32x4.add(v128.load(row), f32x4.mul(activation, delta0)));
        v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(activation, delta1)), 16);
        v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(activation, delta2)), 32);
        v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(activation, delta3)), 48);
      }
    }
    for (; column < widthBytes; column += 16) {
      const delta = v128.load(deltas + column);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 8) {
        const row = columnWeights + <usize>load<u32>(entry);
        v128.store(row, f32x4.add(v128.load(row), f32x4.mul(v128.load32_splat(entry, 4), delta)));
      }
    }
    deltas += widthBytes;
  }
}
