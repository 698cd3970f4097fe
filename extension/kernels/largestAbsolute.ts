/**
 * The largest absolute value, 0 of none; what is not a number does not count.
 *
 * @param count a multiple of 4
 */
export function largestAbsolute(values: usize, count: usize): f32 {
  const end = values + (count << 2);
  let largest = f32x4.splat(0);
  // The first of two that cannot be compared is the one that stays.
  for (; values < end; values += 16) largest = f32x4.pmax(largest, f32x4.abs(v128.load(values)));
  const low = max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1));
  const high = max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3));
  return max<f32>(low, high);
}
