import { multiplyAdd } from "./multiplyAdd";

/**
 * ‖g + λw‖², in double precision.
 *
 * @param gradient g, [count]
 * @param parameters w, [count]
 * @param count a multiple of 4
 * @param l2 λ
 */
export function squaredLength(gradient: usize, parameters: usize, count: usize, l2: f32): f64 {
  const end = gradient + (count << 2);
  const penalty = f32x4.splat(l2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  while (gradient < end) {
    const four = multiplyAdd(penalty, v128.load(parameters), v128.load(gradient));
    const two = f64x2.promote_low_f32x4(four);
    const other = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
    low = f64x2.add(low, f64x2.mul(two, two));
    high = f64x2.add(high, f64x2.mul(other, other));
    gradient += 16;
    parameters += 16;
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
