const constants: usize = memory.data<f32>([1e-30]);

/**
 * Four numbers, those that are nearly nothing (below 10⁻³⁰) made nothing. What shrinks by a share at every step would else come to
 * numbers so small that processors take a hundred times as long for them, and stay there.
 */
export function withoutDust(four: v128): v128 {
  return v128.and(four, f32x4.ge(f32x4.abs(four), v128.load32_splat(constants)));
}
