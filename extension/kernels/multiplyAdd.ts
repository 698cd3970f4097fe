/**
 * a · b + c, four at a time. In the relaxed build one operation, rounded once, on every machine that has a fused multiply-add;
 * in the standard build two operations, each rounded. Either gives the same bits on every machine, but not the other's.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** {@link multiplyAdd} of single numbers, by which the loader learns how this build rounds on this machine. */
export function multiplyAddOnce(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}
