import { multiplyAdd } from "./multiplyAdd";
import { activationDistanceOf, deltasOf, entriesOf, entryEndsOf, weightsOf, widthOf } from "./records";

/**
 * Adds every slot's δ xᵀ to the first layer's weights, or to a gradient of the same form: to the rows of the pixels that are not
 * black. Slots are taken in their order.
 *
 * @param destination a layer's record: the first layer's own, or its gradient's
 */
export function accumulateSparse(destination: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(destination) << 2;
  const weights = weightsOf(destination);
  const distance = activationDistanceOf(workspace);
  const entryEnds = entryEndsOf(workspace);
  let start = entriesOf(workspace);
  let deltas = deltasOf(workspace, 0);
  for (let slot: usize = 0; slot < count; slot++) {
    const end: usize = load<u32>(entryEnds + (slot << 2));
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      const delta0 = v128.load(deltas + column);
      const delta1 = v128.load(deltas + column, 16);
      const delta2 = v128.load(deltas + column, 32);
      const delta3 = v128.load(deltas + column, 48);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 4) {
        const row = columnWeights + <usize>load<u32>(entry);
        const activation = v128.load32_splat(entry + distance);
        v128.store(row, multiplyAdd(activation, delta0, v128.load(row)));
        v128.store(row, multiplyAdd(activation, delta1, v128.load(row, 16)), 16);
        v128.store(row, multiplyAdd(activation, delta2, v128.load(row, 32)), 32);
        v128.store(row, multiplyAdd(activation, delta3, v128.load(row, 48)), 48);
      }
    }
    for (; column < widthBytes; column += 16) {
      const delta = v128.load(deltas + column);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 4) {
        const row = columnWeights + <usize>load<u32>(entry);
        v128.store(row, multiplyAdd(v128.load32_splat(entry + distance), delta, v128.load(row)));
      }
    }
    start = end;
    deltas += widthBytes;
  }
}
