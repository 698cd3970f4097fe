import { multiplyAdd } from "./multiplyAdd";

// Constants of the exponential, read from memory: V8 builds a vector constant anew each time round a loop.
const constants: usize = memory.data<f32>([
  87.0, // beyond ±87 the exponential leaves single precision
  -87.0,
  1.44269504, // 1 / ln 2
  12582912.0, // 1.5 · 2²³: adding it rounds to a whole number in the low bits
  0.693359375, // ln 2 in two parts, the first with few bits
  -2.1219444e-4,
  1.98756915e-4, // (eʳ − 1 − r) / r², highest power first
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  5.0000001201e-1,
  1.0,
]);

/**
 * a = 1 / (1 + e⁻ᶻ), four at a time, to about two units in the last place; by whole arithmetic alone, so that every machine
 * gives the same bits. e⁻ᶻ = 2ⁿ eʳ with n whole and |r| ≤ ln 2 / 2.
 *
 * @param sums z, [count], finite
 * @param activations receives a, [count]; may be the same memory
 * @param count a multiple of 4
 * @see Moshier, Cephes, expf
 */
export function sigmoid(sums: usize, activations: usize, count: usize): void {
  const end = sums + (count << 2);
  while (sums < end) {
    const x = f32x4.pmax(
      f32x4.pmin(f32x4.neg(v128.load(sums)), v128.load32_splat(constants)),
      v128.load32_splat(constants, 4),
    );
    const shifted = multiplyAdd(x, v128.load32_splat(constants, 8), v128.load32_splat(constants, 12));
    const n = f32x4.sub(shifted, v128.load32_splat(constants, 12));
    let r = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(constants, 16)));
    r = f32x4.sub(r, f32x4.mul(n, v128.load32_splat(constants, 20)));
    let p = multiplyAdd(v128.load32_splat(constants, 24), r, v128.load32_splat(constants, 28));
    p = multiplyAdd(p, r, v128.load32_splat(constants, 32));
    p = multiplyAdd(p, r, v128.load32_splat(constants, 36));
    p = multiplyAdd(p, r, v128.load32_splat(constants, 40));
    p = multiplyAdd(p, r, v128.load32_splat(constants, 44));
    const one = v128.load32_splat(constants, 48);
    p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), one);
    // n sits in the low bits of `shifted`; in the exponent's place it multiplies by 2ⁿ.
    const exponential = i32x4.add(p, i32x4.shl(shifted, 23));
    v128.store(activations, f32x4.div(one, f32x4.add(one, exponential)));
    sums += 16;
    activations += 16;
  }
}
