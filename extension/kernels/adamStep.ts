import { multiplyAdd } from "./multiplyAdd";
import { withoutDust } from "./withoutDust";

const constants: usize = memory.data<f32>([
  0.1, // 1 − β₁
  0.001, // 1 − β₂
  1e-8, // ε
]);

/**
 * One step of Adam, in one pass over all that it needs: g ← g + λw, m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v),
 * w ← w − stepSize · m / (√v · rootScale + ε), g ← 0.
 *
 * @param gradient g, [count], zero afterwards
 * @param means m, [count]
 * @param squares v, [count]
 * @param parameters w, [count]
 * @param count a multiple of 4
 * @param stepSize η / (1 − β₁ᵗ)
 * @param rootScale 1 / √(1 − β₂ᵗ)
 * @param l2 λ
 */
export function adamStep(
  gradient: usize,
  means: usize,
  squares: usize,
  parameters: usize,
  count: usize,
  stepSize: f32,
  rootScale: f32,
  l2: f32,
): void {
  const end = gradient + (count << 2);
  const zero = f32x4.splat(0);
  const penalty = f32x4.splat(l2);
  const size = f32x4.splat(stepSize);
  const scale = f32x4.splat(rootScale);
  while (gradient < end) {
    const w = v128.load(parameters);
    const g = multiplyAdd(penalty, w, v128.load(gradient));
    const m = v128.load(means);
    const v = v128.load(squares);
    const mean = withoutDust(multiplyAdd(v128.load32_splat(constants), f32x4.sub(g, m), m));
    const square = withoutDust(multiplyAdd(v128.load32_splat(constants, 4), f32x4.sub(f32x4.mul(g, g), v), v));
    const root = multiplyAdd(f32x4.sqrt(square), scale, v128.load32_splat(constants, 8));
    v128.store(parameters, f32x4.sub(w, f32x4.div(f32x4.mul(size, mean), root)));
    v128.store(means, mean);
    v128.store(squares, square);
    v128.store(gradient, zero);
    gradient += 16;
    means += 16;
    squares += 16;
    parameters += 16;
  }
}
