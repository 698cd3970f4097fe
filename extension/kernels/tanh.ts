import { exponential } from "./exponential";
import { multiplyAdd } from "./multiplyAdd";

const constants: usize = memory.data<f32>([
  0.625, // below it the power series
  -5.70498872745e-3, // (tanh z − z) / z³ in powers of z², highest first
  2.06390887954e-2,
  -5.37397155531e-2,
  1.33314422036e-1,
  -3.33332819422e-1,
  1.0,
  2.0,
]);

/**
 * a = tanh z, four at a time, to about three units in the last place. Far from 0 it is 1 − 2 / (e²ᶻ + 1) of |z|; near 0 that
 * difference would leave but a few digits, and a polynomial is taken.
 *
 * @param sums z, [count], finite
 * @param activations receives a, [count]; may be the same memory
 * @param count a multiple of 4
 * @see Moshier, Cephes, tanhf
 */
export function tanh(sums: usize, activations: usize, count: usize): void {
  const end = sums + (count << 2);
  while (sums < end) {
    const z = v128.load(sums);
    const size = f32x4.abs(z);
    const sign = v128.xor(z, size);
    const one = v128.load32_splat(constants, 24);
    const two = v128.load32_splat(constants, 28);
    const far = f32x4.sub(one, f32x4.div(two, f32x4.add(exponential(f32x4.add(size, size)), one)));

    const square = f32x4.mul(z, z);
    let p = multiplyAdd(v128.load32_splat(constants, 4), square, v128.load32_splat(constants, 8));
    p = multiplyAdd(p, square, v128.load32_splat(constants, 12));
    p = multiplyAdd(p, square, v128.load32_splat(constants, 16));
    p = multiplyAdd(p, square, v128.load32_splat(constants, 20));
    const near = multiplyAdd(f32x4.mul(p, square), z, z);

    const isNear = f32x4.lt(size, v128.load32_splat(constants));
    v128.store(activations, v128.bitselect(near, v128.or(far, sign), isNear));
    sums += 16;
    activations += 16;
  }
}
