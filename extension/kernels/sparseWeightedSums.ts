import { multiplyAdd } from "./multiplyAdd";
import { activationDistanceOf, biasesOf, entriesOf, entryEndsOf, sumsOf, weightsOf, widthOf } from "./records";

/**
 * z = W a + b of the first layer: adds up the rows of weights of the pixels that are not black, about one in five of a
 * handwritten digit. Thirty-two neurons at a time stay in registers, or sixteen with two sums each, so that an addition need not
 * wait for the one before.
 */
export function sparseWeightedSums(layer: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const weights = weightsOf(layer);
  const biases = biasesOf(layer);
  const distance = activationDistanceOf(workspace);
  const entryEnds = entryEndsOf(workspace);
  let sums = sumsOf(workspace, 0);
  let start = entriesOf(workspace);
  for (let slot: usize = 0; slot < count; slot++) {
    const end: usize = load<u32>(entryEnds + (slot << 2));
    let column: usize = 0;
    for (; column + 128 <= widthBytes; column += 128)
      sum32(start, end, distance, weights + column, biases + column, sums + column);
    if (column + 64 <= widthBytes) {
      sum16(start, end, distance, weights + column, biases + column, sums + column);
      column += 64;
    }
    for (; column < widthBytes; column += 16)
      sum4(start, end, distance, weights + column, biases + column, sums + column);
    start = end;
    sums += widthBytes;
  }
}

function sum32(start: usize, end: usize, distance: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let sum4 = v128.load(biases, 64);
  let sum5 = v128.load(biases, 80);
  let sum6 = v128.load(biases, 96);
  let sum7 = v128.load(biases, 112);
  for (let entry = start; entry < end; entry += 4) {
    const row = weights + <usize>load<u32>(entry);
    const activation = v128.load32_splat(entry + distance);
    sum0 = multiplyAdd(activation, v128.load(row), sum0);
    sum1 = multiplyAdd(activation, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(activation, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(activation, v128.load(row, 48), sum3);
    sum4 = multiplyAdd(activation, v128.load(row, 64), sum4);
    sum5 = multiplyAdd(activation, v128.load(row, 80), sum5);
    sum6 = multiplyAdd(activation, v128.load(row, 96), sum6);
    sum7 = multiplyAdd(activation, v128.load(row, 112), sum7);
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

function sum16(start: usize, end: usize, distance: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let odd0 = f32x4.splat(0);
  let odd1 = odd0;
  let odd2 = odd0;
  let odd3 = odd0;
  let entry = start;
  for (; entry + 8 <= end; entry += 8) {
    const row = weights + <usize>load<u32>(entry);
    const activation = v128.load32_splat(entry + distance);
    sum0 = multiplyAdd(activation, v128.load(row), sum0);
    sum1 = multiplyAdd(activation, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(activation, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(activation, v128.load(row, 48), sum3);
    const oddRow = weights + <usize>load<u32>(entry, 4);
    const oddActivation = v128.load32_splat(entry + distance, 4);
    odd0 = multiplyAdd(oddActivation, v128.load(oddRow), odd0);
    odd1 = multiplyAdd(oddActivation, v128.load(oddRow, 16), odd1);
    odd2 = multiplyAdd(oddActivation, v128.load(oddRow, 32), odd2);
    odd3 = multiplyAdd(oddActivation, v128.load(oddRow, 48), odd3);
  }
  if (entry < end) {
    const row = weights + <usize>load<u32>(entry);
    const activation = v128.load32_splat(entry + distance);
    sum0 = multiplyAdd(activation, v128.load(row), sum0);
    sum1 = multiplyAdd(activation, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(activation, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(activation, v128.load(row, 48), sum3);
  }
  v128.store(sums, f32x4.add(sum0, odd0));
  v128.store(sums, f32x4.add(sum1, odd1), 16);
  v128.store(sums, f32x4.add(sum2, odd2), 32);
  v128.store(sums, f32x4.add(sum3, odd3), 48);
}

function sum4(start: usize, end: usize, distance: usize, weights: usize, biases: usize, sums: usize): void {
  let sum = v128.load(biases);
  for (let entry = start; entry < end; entry += 4) {
    sum = multiplyAdd(v128.load32_splat(entry + distance), v128.load(weights + <usize>load<u32>(entry)), sum);
  }
  v128.store(sums, sum);
}
