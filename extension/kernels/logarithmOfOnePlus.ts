import { multiplyAdd } from "./multiplyAdd";

const constants: usize = memory.data<f32>([
  2.0,
  0.15384615, // 2/13, 2/11 … 2/3
  0.18181818,
  0.22222222,
  0.28571429,
  0.4,
  0.66666667,
]);

/**
 * ln (1 + t) of four numbers, to a few units in the last place, however small t is: 2 artanh s = 2s + ⅔s³ + ⅖s⁵ + … with
 * s = t / (2 + t). What the series leaves out is less than 2⁻²⁵ of it.
 *
 * @param t from −0.3 to 1, where |s| is at most ⅓
 */
export function logarithmOfOnePlus(t: v128): v128 {
  const two = v128.load32_splat(constants);
  const s = f32x4.div(t, f32x4.add(two, t));
  const square = f32x4.mul(s, s);
  let p = multiplyAdd(v128.load32_splat(constants, 4), square, v128.load32_splat(constants, 8));
  p = multiplyAdd(p, square, v128.load32_splat(constants, 12));
  p = multiplyAdd(p, square, v128.load32_splat(constants, 16));
  p = multiplyAdd(p, square, v128.load32_splat(constants, 20));
  p = multiplyAdd(p, square, v128.load32_splat(constants, 24));
  p = multiplyAdd(p, square, two);
  return f32x4.mul(p, s);
}
