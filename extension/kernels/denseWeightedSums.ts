import { multiplyAdd } from "./multiplyAdd";
import { biasesOf, inputsOf, weightsOf, widthOf } from "./records";

/**
 * z = W a + b of a later layer. Each sum is taken in the order of the inputs, whatever the width.
 *
 * @param previous a of the previous layer, [count, previousWidth]
 * @param sums receives z, [count, width]
 */
export function denseWeightedSums(
  layer: usize,
  count: usize,
  previous: usize,
  previousWidth: usize,
  sums: usize,
): void {
  const widthBytes = widthOf(layer) << 2;
  const inputs = inputsOf(layer);
  const weights = weightsOf(layer);
  const biases = biasesOf(layer);
  for (let slot: usize = 0; slot < count; slot++) {
    const start = previous + ((slot * previousWidth) << 2);
    const end = start + (inputs << 2);
    const slotSums = sums + slot * widthBytes;
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      let sum0 = v128.load(biases + column);
      let sum1 = v128.load(biases + column, 16);
      let sum2 = v128.load(biases + column, 32);
      let sum3 = v128.load(biases + column, 48);
      let row = weights + column;
      for (let input = start; input < end; input += 4) {
        const activation = v128.load32_splat(input);
        sum0 = multiplyAdd(activation, v128.load(row), sum0);
        sum1 = multiplyAdd(activation, v128.load(row, 16), sum1);
        sum2 = multiplyAdd(activation, v128.load(row, 32), sum2);
        sum3 = multiplyAdd(activation, v128.load(row, 48), sum3);
        row += widthBytes;
      }
      v128.store(slotSums + column, sum0);
      v128.store(slotSums + column, sum1, 16);
      v128.store(slotSums + column, sum2, 32);
      v128.store(slotSums + column, sum3, 48);
    }
    for (; column < widthBytes; column += 16) {
      let sum = v128.load(biases + column);
      let row = weights + column;
      for (let input = start; input < end; input += 4) {
        sum = multiplyAdd(v128.load32_splat(input), v128.load(row), sum);
        row += widthBytes;
      }
      v128.store(slotSums + column, sum);
    }
  }
}
