import { multiplyAdd } from "./multiplyAdd";
import { activationsOf, deltasOf, inputsOf, weightsOf, widthOf } from "./records";

/**
 * Adds every slot's δ aᵀ to a later layer's weights, or to a gradient of the same form. Each weight stays in a register while
 * the slots are added to it in their order.
 *
 * @param destination a layer's record, layer number `index` from 0 (1 or more): the layer's own, or its gradient's
 * @param previousWidth width of the previous layer
 */
export function accumulateDense(
  destination: usize,
  index: usize,
  count: usize,
  previousWidth: usize,
  workspace: usize,
): void {
  const widthBytes = widthOf(destination) << 2;
  const previousBytes = previousWidth << 2;
  const inputs = inputsOf(destination);
  const activations = activationsOf(workspace, index - 1);
  const deltas = deltasOf(workspace, index);
  const end = deltas + count * widthBytes;
  let row = weightsOf(destination);
  for (let input: usize = 0; input < inputs; input++) {
    const inputActivations = activations + (input << 2);
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      let weight0 = v128.load(row + column);
      let weight1 = v128.load(row + column, 16);
      let weight2 = v128.load(row + column, 32);
      let weight3 = v128.load(row + column, 48);
      let activation = inputActivations;
      for (let delta = deltas + column; delta < end; delta += widthBytes) {
        const a = v128.load32_splat(activation);
        weight0 = multiplyAdd(a, v128.load(delta), weight0);
        weight1 = multiplyAdd(a, v128.load(delta, 16), weight1);
        weight2 = multiplyAdd(a, v128.load(delta, 32), weight2);
        weight3 = multiplyAdd(a, v128.load(delta, 48), weight3);
        activation += previousBytes;
      }
      v128.store(row + column, weight0);
      v128.store(row + column, weight1, 16);
      v128.store(row + column, weight2, 32);
      v128.store(row + column, weight3, 48);
    }
    for (; column < widthBytes; column += 16) {
      let weight = v128.load(row + column);
      let activation = inputActivations;
      for (let delta = deltas + column; delta < end; delta += widthBytes) {
        weight = multiplyAdd(v128.load32_splat(activation), v128.load(delta), weight);
        activation += previousBytes;
      }
      v128.store(row + column, weight);
    }
    row += widthBytes;
  }
}
