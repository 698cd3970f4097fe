const constants: usize = memory.data<f32>([1e-30]);

/**
 * Four numbers, those that are nearly nothing (below 2⁻¹²⁴) made nothing. What shrinks by a share at every step would else come to
 * numbers so small that processors take a hundred times as long for them, and stay there.
 */
export function withoutDust(four: v128): v128 {
  const speck = v128.load32_splat(constants);
  return f32x4.sub(f32x4.add(four, speck), speck);
}
