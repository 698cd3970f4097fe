/** The sum of four numbers, in an order that does not change. */
export function sumAcross(four: v128): f32 {
  const pairs = f32x4.add(four, v128.shuffle<i64>(four, four, 1, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The largest of four numbers. */
export function largestAcross(four: v128): f32 {
  const pairs = f32x4.pmax(four, v128.shuffle<i64>(four, four, 1, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}
