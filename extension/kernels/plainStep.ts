import { multiplyAdd } from "./multiplyAdd";
import { withoutDust } from "./withoutDust";

/**
 * w −= η (g + λw), and g = 0: one step downhill by a gradient, which clears the way for the next.
 *
 * @param gradient g, [count], zero afterwards
 * @param parameters w, [count]
 * @param count a multiple of 4
 * @param l2 λ
 */
export function plainStep(gradient: usize, parameters: usize, count: usize, learningRate: f32, l2: f32): void {
  const end = gradient + (count << 2);
  const zero = f32x4.splat(0);
  const nudge = f32x4.splat(-learningRate);
  const penalty = f32x4.splat(l2);
  while (gradient < end) {
    const w = v128.load(parameters);
    const slope = multiplyAdd(penalty, w, v128.load(gradient));
    v128.store(parameters, withoutDust(multiplyAdd(nudge, slope, w)));
    v128.store(gradient, zero);
    gradient += 16;
    parameters += 16;
  }
}
