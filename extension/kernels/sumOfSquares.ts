/**
 * Σ x², in double precision.
 *
 * @param count a multiple of 4
 */
export function sumOfSquares(values: usize, count: usize): f64 {
  const end = values + (count << 2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  while (values < end) {
    const four = v128.load(values);
    const two = f64x2.promote_low_f32x4(four);
    const other = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
    low = f64x2.add(low, f64x2.mul(two, two));
    high = f64x2.add(high, f64x2.mul(other, other));
    values += 16;
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
