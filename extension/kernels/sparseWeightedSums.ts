import { fetchLines, paysFetching } from "./fetchLines";
import { multiplyAdd } from "./multiplyAdd";
import { panelBytesAt } from "./panels";
import {
  activationEndsOf,
  biasesOf,
  pixelActivationsOf,
  placesOf,
  rowsOf,
  sumsOf,
  weightsOf,
  widthOf,
} from "./records";

/**
 * z = W a + b of the first layer: adds up the rows of weights of the pixels that are not black, about one in five of a
 * handwritten digit. A panel's sums stay in registers; where they are few, each is taken in two parts or in four, so that an
 * addition need not wait for the one before.
 */
export function sparseWeightedSums(layer: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const rows = rowsOf(layer);
  const places = placesOf(workspace);
  const activationEnds = activationEndsOf(workspace);
  const isFetching = paysFetching(rows * widthBytes, count);
  for (let column: usize = 0; column < widthBytes; ) {
    const panelBytes = panelBytesAt(column, widthBytes);
    const weights = weightsOf(layer) + rows * column;
    const biases = biasesOf(layer) + column;
    let sums = sumsOf(workspace, 0) + column;
    // Where nothing is kept yet: the first sums lie there later.
    if (isFetching) store<u32>(sums, fetchLines(weights, weights + rows * panelBytes));
    let start = pixelActivationsOf(workspace);
    for (let slot: usize = 0; slot < count; slot++) {
      const place: usize = load<u32>(places + (slot << 2));
      const end: usize = load<u32>(activationEnds + (slot << 2));
      if (panelBytes === 128) sum32(place, start, end, weights, biases, sums);
      else if (panelBytes === 64) sum16(place, start, end, weights, biases, sums);
      else if (panelBytes === 32) sum8(place, start, end, weights, biases, sums);
      else sum4(place, start, end, weights, biases, sums);
      start = end;
      sums += widthBytes;
    }
    column += panelBytes;
  }
}

function sum32(place: usize, activation: usize, end: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let sum4 = v128.load(biases, 64);
  let sum5 = v128.load(biases, 80);
  let sum6 = v128.load(biases, 96);
  let sum7 = v128.load(biases, 112);
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 7);
    const a = v128.load32_splat(activation);
    sum0 = multiplyAdd(a, v128.load(row), sum0);
    sum1 = multiplyAdd(a, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(a, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(a, v128.load(row, 48), sum3);
    sum4 = multiplyAdd(a, v128.load(row, 64), sum4);
    sum5 = multiplyAdd(a, v128.load(row, 80), sum5);
    sum6 = multiplyAdd(a, v128.load(row, 96), sum6);
    sum7 = multiplyAdd(a, v128.load(row, 112), sum7);
    place += 2;
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

function sum16(place: usize, activation: usize, end: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let sum2 = v128.load(biases, 32);
  let sum3 = v128.load(biases, 48);
  let odd0 = f32x4.splat(0);
  let odd1 = odd0;
  let odd2 = odd0;
  let odd3 = odd0;
  for (; activation + 8 <= end; activation += 8) {
    const row = weights + ((<usize>load<u16>(place)) << 6);
    const a = v128.load32_splat(activation);
    sum0 = multiplyAdd(a, v128.load(row), sum0);
    sum1 = multiplyAdd(a, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(a, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(a, v128.load(row, 48), sum3);
    const oddRow = weights + ((<usize>load<u16>(place, 2)) << 6);
    const oddA = v128.load32_splat(activation, 4);
    odd0 = multiplyAdd(oddA, v128.load(oddRow), odd0);
    odd1 = multiplyAdd(oddA, v128.load(oddRow, 16), odd1);
    odd2 = multiplyAdd(oddA, v128.load(oddRow, 32), odd2);
    odd3 = multiplyAdd(oddA, v128.load(oddRow, 48), odd3);
    place += 4;
  }
  if (activation < end) {
    const row = weights + ((<usize>load<u16>(place)) << 6);
    const a = v128.load32_splat(activation);
    sum0 = multiplyAdd(a, v128.load(row), sum0);
    sum1 = multiplyAdd(a, v128.load(row, 16), sum1);
    sum2 = multiplyAdd(a, v128.load(row, 32), sum2);
    sum3 = multiplyAdd(a, v128.load(row, 48), sum3);
  }
  v128.store(sums, f32x4.add(sum0, odd0));
  v128.store(sums, f32x4.add(sum1, odd1), 16);
  v128.store(sums, f32x4.add(sum2, odd2), 32);
  v128.store(sums, f32x4.add(sum3, odd3), 48);
}

function sum8(place: usize, activation: usize, end: usize, weights: usize, biases: usize, sums: usize): void {
  let sum0 = v128.load(biases);
  let sum1 = v128.load(biases, 16);
  let second0 = f32x4.splat(0);
  let second1 = second0;
  let third0 = second0;
  let third1 = second0;
  let fourth0 = second0;
  let fourth1 = second0;
  for (; activation + 16 <= end; activation += 16) {
    const row = weights + ((<usize>load<u16>(place)) << 5);
    const a = v128.load32_splat(activation);
    sum0 = multiplyAdd(a, v128.load(row), sum0);
    sum1 = multiplyAdd(a, v128.load(row, 16), sum1);
    const secondRow = weights + ((<usize>load<u16>(place, 2)) << 5);
    const secondA = v128.load32_splat(activation, 4);
    second0 = multiplyAdd(secondA, v128.load(secondRow), second0);
    second1 = multiplyAdd(secondA, v128.load(secondRow, 16), second1);
    const thirdRow = weights + ((<usize>load<u16>(place, 4)) << 5);
    const thirdA = v128.load32_splat(activation, 8);
    third0 = multiplyAdd(thirdA, v128.load(thirdRow), third0);
    third1 = multiplyAdd(thirdA, v128.load(thirdRow, 16), third1);
    const fourthRow = weights + ((<usize>load<u16>(place, 6)) << 5);
    const fourthA = v128.load32_splat(activation, 12);
    fourth0 = multiplyAdd(fourthA, v128.load(fourthRow), fourth0);
    fourth1 = multiplyAdd(fourthA, v128.load(fourthRow, 16), fourth1);
    place += 8;
  }
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 5);
    const a = v128.load32_splat(activation);
    sum0 = multiplyAdd(a, v128.load(row), sum0);
    sum1 = multiplyAdd(a, v128.load(row, 16), sum1);
    place += 2;
  }
  v128.store(sums, f32x4.add(f32x4.add(sum0, second0), f32x4.add(third0, fourth0)));
  v128.store(sums, f32x4.add(f32x4.add(sum1, second1), f32x4.add(third1, fourth1)), 16);
}

function sum4(place: usize, activation: usize, end: usize, weights: usize, biases: usize, sums: usize): void {
  let sum = v128.load(biases);
  let second = f32x4.splat(0);
  let third = second;
  let fourth = second;
  for (; activation + 16 <= end; activation += 16) {
    sum = multiplyAdd(v128.load32_splat(activation), v128.load(weights + ((<usize>load<u16>(place)) << 4)), sum);
    second = multiplyAdd(
      v128.load32_splat(activation, 4),
      v128.load(weights + ((<usize>load<u16>(place, 2)) << 4)),
      second,
    );
    third = multiplyAdd(
      v128.load32_splat(activation, 8),
      v128.load(weights + ((<usize>load<u16>(place, 4)) << 4)),
      third,
    );
    fourth = multiplyAdd(
      v128.load32_splat(activation, 12),
      v128.load(weights + ((<usize>load<u16>(place, 6)) << 4)),
      fourth,
    );
    place += 8;
  }
  for (; activation < end; activation += 4) {
    sum = multiplyAdd(v128.load32_splat(activation), v128.load(weights + ((<usize>load<u16>(place)) << 4)), sum);
    place += 2;
  }
  v128.store(sums, f32x4.add(f32x4.add(sum, second), f32x4.add(third, fourth)));
}
