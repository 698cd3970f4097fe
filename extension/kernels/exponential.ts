import { multiplyAdd } from "./multiplyAdd";

// Constants, read from memory: V8 builds a vector constant anew each time round a loop.
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
 * eˣ of four numbers, to about two units in the last place; by products and sums alone, so that every machine with the same
 * arithmetic gives the same bits. eˣ = 2ⁿ eʳ with n whole and |r| ≤ ln 2 / 2.
 *
 * @param x finite; beyond ±87 taken as ±87
 * @see Moshier, Cephes, expf
 */
export function exponential(x: v128): v128 {
  const within = f32x4.pmax(f32x4.pmin(x, v128.load32_splat(constants)), v128.load32_splat(constants, 4));
  const shifted = multiplyAdd(within, v128.load32_splat(constants, 8), v128.load32_splat(constants, 12));
  const n = f32x4.sub(shifted, v128.load32_splat(constants, 12));
  let r = f32x4.sub(within, f32x4.mul(n, v128.load32_splat(constants, 16)));
  r = f32x4.sub(r, f32x4.mul(n, v128.load32_splat(constants, 20)));
  let p = multiplyAdd(v128.load32_splat(constants, 24), r, v128.load32_splat(constants, 28));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 32));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 36));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 40));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 44));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), v128.load32_splat(constants, 48));
  // n sits in the low bits of `shifted`; in the exponent's place it multiplies by 2ⁿ.
  return i32x4.add(p, i32x4.shl(shifted, 23));
}
