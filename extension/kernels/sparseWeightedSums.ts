import { biasesOf, entryStartsOf, sumsOf, weightsOf, widthOf } from "./records";

/**
 * z = W a + b of the first layer: adds up the rows of weights of the pixels that are not black, about one in five of a
 * handwritten digit. Sixteen neurons at a time stay in registers; each sum is taken in the order of the pixels.
 */
export function sparseWeightedSums(layer: usize, count: usize, workspace: usize): void {
  const width = widthOf(layer);
  const weights = weightsOf(layer);
  const biases = biasesOf(layer);
  const sums = sumsOf(workspace, 0);
  const entryStarts = entryStartsOf(workspace);
  const widthBytes = width << 2;
  for (let slot: usize = 0; slot < count; slot++) {
    const start: usize = load<u32>(entryStarts + (slot << 2));
    const end: usize = load<u32>(entryStarts + (slot << 2), 4);
    const slotSums = sums + slot * widthBytes;
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      let sum0 = v128.load(biases + column);
      let sum1 = v128.load(biases + column, 16);
      let sum2 = v128.load(biases + column, 32);
      let sum3 = v128.load(biases + column, 48);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 8) {
        const row = columnWeights + <usize>load<u32>(entry);
        const activation = v128.load32_splat(entry, 4);
        sum0 = f32x4.add(sum0, f32x4.mul(activation, v128.load(row)));
        sum1 = f32x4.add(sum1, f32x4.mul(activation, v128.load(row, 16)));
        sum2 = f32x4.add(sum2, f32x4.mul(activation, v128.load(row, 32)));
        sum3 = f32x4.add(sum3, f32x4.mul(activation, v128.load(row, 48)));
      }
      v128.store(slotSums + column, sum0);
      v128.store(slotSums + column, sum1, 16);
      v128.store(slotSums + column, sum2, 32);
      v128.store(slotSums + column, sum3, 48);
    }
    for (; column < widthBytes; column += 16) {
      let sum = v128.load(biases + column);
      const columnWeights = weights + column;
      for (let entry = start; entry < end; entry += 8) {
        const row = columnWeights + <usize>load<u32>(entry);
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(entry, 4), v128.load(row)));
      }
      v128.store(slotSums + column, sum);
    }
  }
}
