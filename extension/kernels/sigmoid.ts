import { exponential } from "./exponential";

const constants: usize = memory.data<f32>([1.0]);

/**
 * a = 1 / (1 + e⁻ᶻ), four at a time.
 *
 * @param sums z, [count], finite
 * @param activations receives a, [count]; may be the same memory
 * @param count a multiple of 4
 */
export function sigmoid(sums: usize, activations: usize, count: usize): void {
  const end = sums + (count << 2);
  while (sums < end) {
    const one = v128.load32_splat(constants);
    const ofMinusSum = exponential(f32x4.neg(v128.load(sums)));
    v128.store(activations, f32x4.div(one, f32x4.add(one, ofMinusSum)));
    sums += 16;
    activations += 16;
  }
}
