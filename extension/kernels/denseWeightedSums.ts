import { multiplyAdd } from "./multiplyAdd";
import { panelBytesAt } from "./panels";

/**
 * z = W a + b of a layer whose inputs are seldom 0. Eight neurons of five slots at a time stay in registers, so that each weight
 * is loaded for five examples and no addition waits for the one before. Each sum is taken in the order of the inputs, however
 * it is grouped with others.
 *
 * @param weights in panels, [rows, width]
 * @param inputs as many rows as count
 * @param biases [width]
 * @param width neurons, a multiple of 4
 * @param previous a of the previous layer, [count, previousWidth]
 * @param sums receives z, [count, width]
 */
export function denseWeightedSums(
  weights: usize,
  rows: usize,
  inputs: usize,
  biases: usize,
  width: usize,
  count: usize,
  previous: usize,
  previousWidth: usize,
  sums: usize,
): void {
  const widthBytes = width << 2;
  for (let panel: usize = 0; panel < widthBytes; ) {
    const panelBytes = panelBytesAt(panel, widthBytes);
    densePanelSums(
      weights + rows * panel,
      panelBytes,
      inputs << 2,
      biases + panel,
      widthBytes,
      count,
      previous,
      previousWidth << 2,
      sums + panel,
    );
    panel += panelBytes;
  }
}

/**
 * {@link denseWeightedSums} of one panel.
 *
 * @param weights the panel's
 * @param biases its first, [panel]
 * @param widthBytes from a slot's sums to the next one's
 * @param previousBytes from a slot's inputs to the next one's
 * @param sums its first
 */
export function densePanelSums(
  weights: usize,
  panelBytes: usize,
  inputBytes: usize,
  biases: usize,
  widthBytes: usize,
  count: usize,
  previous: usize,
  previousBytes: usize,
  sums: usize,
): void {
  let slot: usize = 0;
  while (slot < count) {
    const activations = previous + slot * previousBytes;
    const slotSums = sums + slot * widthBytes;
    const left = count - slot;
    // Where two or less are left, five at a time would do most for nothing; of three and four the last is taken again.
    const isFive = left > 2;
    const last = isFive ? min<usize>(left - 1, 4) : 0;
    for (let column: usize = 0; column < panelBytes; ) {
      const columnWeights = weights + column;
      const columnBiases = biases + column;
      const columnSums = slotSums + column;
      if (isFive && panelBytes > 16) {
        sum8OfFive(
          activations,
          previousBytes,
          last,
          inputBytes,
          columnWeights,
          panelBytes,
          columnBiases,
          columnSums,
          widthBytes,
        );
        column += 32;
      } else if (isFive) {
        sum4OfFive(activations, previousBytes, last, inputBytes, columnWeights, columnBiases, columnSums, widthBytes);
        column += 16;
      } else if (panelBytes === 128) {
        sum32(activations, inputBytes, columnWeights, columnBiases, columnSums);
        column += 128;
      } else {
        sum4(activations, inputBytes, columnWeights, panelBytes, columnBiases, columnSums);
        column += 16;
      }
    }
    slot += isFive ? last + 1 : 1;
  }
}

/**
 * Eight neurons of five slots, whose activations lie `previousBytes` apart and whose sums `widthBytes`.
 *
 * @param last of the five slots, 2 to 4; those behind it are the last again
 */
function sum8OfFive(
  activations: usize,
  previousBytes: usize,
  last: usize,
  inputBytes: usize,
  weights: usize,
  rowBytes: usize,
  biases: usize,
  sums: usize,
  widthBytes: usize,
): void {
  const to1 = previousBytes;
  const to2 = previousBytes << 1;
  const to3 = previousBytes * min<usize>(3, last);
  const to4 = previousBytes * last;
  let sum0 = v128.load(biases);
  let high0 = v128.load(biases, 16);
  let sum1 = sum0;
  let high1 = high0;
  let sum2 = sum0;
  let high2 = high0;
  let sum3 = sum0;
  let high3 = high0;
  let sum4 = sum0;
  let high4 = high0;
  const end = activations + inputBytes;
  for (let a = activations; a < end; a += 4) {
    const low = v128.load(weights);
    const high = v128.load(weights, 16);
    const a0 = v128.load32_splat(a);
    sum0 = multiplyAdd(a0, low, sum0);
    high0 = multiplyAdd(a0, high, high0);
    const a1 = v128.load32_splat(a + to1);
    sum1 = multiplyAdd(a1, low, sum1);
    high1 = multiplyAdd(a1, high, high1);
    const a2 = v128.load32_splat(a + to2);
    sum2 = multiplyAdd(a2, low, sum2);
    high2 = multiplyAdd(a2, high, high2);
    const a3 = v128.load32_splat(a + to3);
    sum3 = multiplyAdd(a3, low, sum3);
    high3 = multiplyAdd(a3, high, high3);
    const a4 = v128.load32_splat(a + to4);
    sum4 = multiplyAdd(a4, low, sum4);
    high4 = multiplyAdd(a4, high, high4);
    weights += rowBytes;
  }
  v128.store(sums, sum0);
  v128.store(sums, high0, 16);
  const sums1 = sums + widthBytes;
  v128.store(sums1, sum1);
  v128.store(sums1, high1, 16);
  const sums2 = sums1 + widthBytes;
  v128.store(sums2, sum2);
  v128.store(sums2, high2, 16);
  const sums3 = sums + widthBytes * min<usize>(3, last);
  v128.store(sums3, sum3);
  v128.store(sums3, high3, 16);
  const sums4 = sums + widthBytes * last;
  v128.store(sums4, sum4);
  v128.store(sums4, high4, 16);
}

/** Four neurons of five slots; see {@link sum8OfFive}. */
function sum4OfFive(
  activations: usize,
  previousBytes: usize,
  last: usize,
  inputBytes: usize,
  weights: usize,
  biases: usize,
  sums: usize,
  widthBytes: usize,
): void {
  const to1 = previousBytes;
  const to2 = previousBytes << 1;
  const to3 = previousBytes * min<usize>(3, last);
  const to4 = previousBytes * last;
  let sum0 = v128.load(biases);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let sum4 = sum0;
  const end = activations + inputBytes;
  for (let a = activations; a < end; a += 4) {
    const weight = v128.load(weights);
    sum0 = multiplyAdd(v128.load32_splat(a), weight, sum0);
    sum1 = multiplyAdd(v128.load32_splat(a + to1), weight, sum1);
    sum2 = multiplyAdd(v128.load32_splat(a + to2), weight, sum2);
    sum3 = multiplyAdd(v128.load32_splat(a + to3), weight, sum3);
    sum4 = multiplyAdd(v128.load32_splat(a + to4), weight, sum4);
    weights += 16;
  }
  v128.store(sums, sum0);
  v128.store(sums + widthBytes, sum1);
  v128.store(sums + (widthBytes << 1), sum2);
  v128.store(sums + widthBytes * min<usize>(3, last), sum3);
  v128.store(sums + widthBytes * last, sum4);
}

/** A whole panel of 32 neurons of one slot. */
function sum32(activations: usize, inputBytes: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let sum4 = v128.load(biases, 64);
  let sum5 = v128.load(biases, 80);
  let sum6 = v128.load(biases, 96);
  let sum7 = v128.load(biases, 112);
  const end = activations + inputBytes;
  for (; activations < end; activations += 4) {
    const activation = v128.load32_splat(activations);
    sum0 = multiplyAdd(activation, v128.load(weights), sum0);
    sum1 = multiplyAdd(activation, v128.load(weights, 16), sum1);
    sum2 = multiplyAdd(activation, v128.load(weights, 32), sum2);
    sum3 = multiplyAdd(activation, v128.load(weights, 48), sum3);
    sum4 = multiplyAdd(activation, v128.load(weights, 64), sum4);
    sum5 = multiplyAdd(activation, v128.load(weights, 80), sum5);
    sum6 = multiplyAdd(activation, v128.load(weights, 96), sum6);
    sum7 = multiplyAdd(activation, v128.load(weights, 112), sum7);
    weights += 128;
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
  v128.store(sums, sum4, 64);
  v128.store(sums, sum5, 80);
  v128.store(sums, sum6, 96);
  v128.store(sums, sum7, 112);
}

/** Four neurons of one slot. */
function sum4(
  activations: usize,
  inputBytes: usize,
  weights: usize,
  rowBytes: usize,
  biases: usize,
  sums: usize,
): void {
  let sum = v128.load(biases);
  const end = activations + inputBytes;
  for (; activations < end; activations += 4) {
    sum = multiplyAdd(v128.load32_splat(activations), v128.load(weights), sum);
    weights += rowBytes;
  }
  v128.store(sums, sum);
}
