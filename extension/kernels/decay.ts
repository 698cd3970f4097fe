import { withoutDust } from "./withoutDust";

/**
 * w ← (1 − ηλ) w: what the penalty's part of the gradient does to the weights.
 *
 * @param weights [count]
 * @param count a multiple of 4
 * @param share 1 − ηλ
 */
export function decay(weights: usize, count: usize, share: f32): void {
  const end = weights + (count << 2);
  const shares = f32x4.splat(share);
  while (weights < end) {
    v128.store(weights, withoutDust(f32x4.mul(shares, v128.load(weights))));
    weights += 16;
  }
}
