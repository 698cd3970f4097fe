import { logarithmOfOnePlus } from "./logarithmOfOnePlus";
import { multiplyAdd } from "./multiplyAdd";

/**
 * ln x of four numbers: x = 2ⁿ m with n whole and m from √½ to √2, so that ln x = n ln 2 + ln m.
 *
 * @param x positive and normal
 */
export function logarithm(x: v128): v128 {
  const rootOfHalf = f32x4.splat(0.70710678);
  const n = i32x4.shr_s(i32x4.sub(x, rootOfHalf), 23);
  const m = i32x4.sub(x, i32x4.shl(n, 23));
  const ofM = logarithmOfOnePlus(f32x4.sub(m, f32x4.splat(1)));
  return multiplyAdd(f32x4.convert_i32x4_s(n), f32x4.splat(0.69314718), ofM);
}
