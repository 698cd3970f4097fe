import { multiplyAdd } from "./multiplyAdd";
import { withoutDust } from "./withoutDust";

/**
 * One step with momentum, in one pass: v ← v − ηλw, w ← w + v, v ← μv. Between two steps v is what the next keeps of the last,
 * and nudges are added to it.
 *
 * @param velocities [count]: μ times the last step's v, and −η ∇C added to it
 * @param parameters w, [count]
 * @param count a multiple of 4
 * @param momentum μ
 * @param decay ηλ
 */
export function momentumStep(velocities: usize, parameters: usize, count: usize, momentum: f32, decay: f32): void {
  const end = velocities + (count << 2);
  const share = f32x4.splat(momentum);
  const penalty = f32x4.splat(-decay);
  while (velocities < end) {
    const w = v128.load(parameters);
    const v = multiplyAdd(penalty, w, v128.load(velocities));
    v128.store(parameters, withoutDust(f32x4.add(w, v)));
    v128.store(velocities, withoutDust(f32x4.mul(share, v)));
    velocities += 16;
    parameters += 16;
  }
}
