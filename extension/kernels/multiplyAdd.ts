/** a · b + c, four at a time: two operations, each rounded, so that every machine gives the same bits. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}
