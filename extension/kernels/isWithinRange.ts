/**
 * Whether every number is finite and below `limit` in absolute value. What is not a number is not within range.
 *
 * @param count a multiple of 4
 */
export function isWithinRange(values: usize, count: usize, limit: f32): bool {
  const end = values + (count << 2);
  const limits = f32x4.splat(limit);
  let within = i32x4.splat(-1);
  while (values < end) {
    within = v128.and(within, f32x4.lt(f32x4.abs(v128.load(values)), limits));
    values += 16;
  }
  return i32x4.all_true(within);
}
