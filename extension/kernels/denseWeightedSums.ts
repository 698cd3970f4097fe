import { multiplyAdd } from "./multiplyAdd";
import { biasesOf, inputsOf, weightsOf, widthOf } from "./records";

/**
 * z = W a + b of a later layer. Sixteen neurons of two slots at a time stay in registers, so that each weight is loaded for
 * two examples. Each sum is taken in the order of the inputs, however it is grouped with others.
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
  const previousBytes = previousWidth << 2;
  const inputBytes = inputsOf(layer) << 2;
  const weights = weightsOf(layer);
  const biases = biasesOf(layer);
  const pairs = count & ~1;
  for (let column: usize = 0; column < widthBytes; ) {
    const isSixteen = column + 64 <= widthBytes;
    const columnWeights = weights + column;
    const columnBiases = biases + column;
    let activations = previous;
    let slotSums = sums + column;
    let slot: usize = 0;
    for (; isSixteen && slot < pairs; slot += 2) {
      sum16Twice(activations, previousBytes, inputBytes, columnWeights, widthBytes, columnBiases, slotSums);
      activations += previousBytes << 1;
      slotSums += widthBytes << 1;
    }
    for (; slot < count; slot++) {
      if (isSixteen) sum16(activations, inputBytes, columnWeights, widthBytes, columnBiases, slotSums);
      else sum4(activations, inputBytes, columnWeights, widthBytes, columnBiases, slotSums);
      activations += previousBytes;
      slotSums += widthBytes;
    }
    column += isSixteen ? 64 : 16;
  }
}

/** Sixteen neurons of two slots, whose activations lie `previousBytes` apart and whose sums `widthBytes`. */
function sum16Twice(
  activations: usize,
  previousBytes: usize,
  inputBytes: usize,
  weights: usize,
  widthBytes: usize,
  biases: usize,
  sums: usize,
): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let second0 = sum0;
  let second1 = sum1;
  let second2 = sum2;
  let second3 = sum3;
  const end = activations + inputBytes;
  for (let row = weights; activations < end; activations += 4) {
    const weight0 = v128.load(row);
    const weight1 = v128.load(row, 16);
    const weight2 = v128.load(row, 32);
    const weight3 = v128.load(row, 48);
    const activation = v128.load32_splat(activations);
    sum0 = multiplyAdd(activation, weight0, sum0);
    sum1 = multiplyAdd(activation, weight1, sum1);
    sum2 = multiplyAdd(activation, weight2, sum2);
    sum3 = multiplyAdd(activation, weight3, sum3);
    const second = v128.load32_splat(activations + previousBytes);
    second0 = multiplyAdd(second, weight0, second0);
    second1 = multiplyAdd(second, weight1, second1);
    second2 = multiplyAdd(second, weight2, second2);
    second3 = multiplyAdd(second, weight3, second3);
    row += widthBytes;
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
  v128.store(sums + widthBytes, second0);
  v128.store(sums + widthBytes, second1, 16);
  v128.store(sums + widthBytes, second2, 32);
  v128.store(sums + widthBytes, second3, 48);
}

function sum16(
  activations: usize,
  inputBytes: usize,
  weights: usize,
  widthBytes: usize,
  biases: usize,
  sums: usize,
): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  const end = activations + inputBytes;
  for (let row = weights; activations < end; activations += 4) {
    const activation = v128.load32_splat(activations);
    sum0 = multiplyAdd(activation, v128.load(row), sum0);
    sum1 = multiplyAdd(activation, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(activation, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(activation, v128.load(row, 48), sum3);
    row += widthBytes;
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
}

function sum4(
  activations: usize,
  inputBytes: usize,
  weights: usize,
  widthBytes: usize,
  biases: usize,
  sums: usize,
): void {
  let sum = v128.load(biases);
  const end = activations + inputBytes;
  for (let row = weights; activations < end; activations += 4) {
    sum = multiplyAdd(v128.load32_splat(activations), v128.load(row), sum);
    row += widthBytes;
  }
  v128.store(sums, sum);
}
