import type { Floats, Parameters } from "./parameters.ts";

/** β₁ and β₂: how much of its running means Adam keeps at each step, of the gradient and of its square. */
export const meanShare = 0.9;
export const squareShare = 0.999;
/** ε: what keeps a component that never had a gradient from being divided by zero */
export const leastRoot = 1e-8;

/** What Adam remembers, in the form of the parameters; all zero before the first step. */
export interface AdamMoments {
  /** m: running mean of the gradient */
  readonly means: Parameters;
  /** v: running mean of its square, component by component */
  readonly squares: Parameters;
}

/**
 * One step of Adam: m ← β₁m + (1 − β₁) ∇C, v ← β₂v + (1 − β₂) ∇C², w ← w − η m̂ / (√v̂ + ε). Both means begin at zero, and
 * m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ) make up for it.
 *
 * @param learningRate η
 * @param steps t: this step's number, from 1
 * @param moments changed in place
 * @param parameters changed in place
 * @see Kingma, Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1
 */
export function descendWithAdam(
  gradient: Parameters,
  learningRate: number,
  steps: number,
  { means, squares }: AdamMoments,
  parameters: Parameters,
): void {
  const meanWeight = 1 - wholePower(meanShare, steps);
  const squareWeight = 1 - wholePower(squareShare, steps);
  const step = (slope: Floats, m: Floats, v: Floats, w: Floats): void => {
    for (let i = 0; i < w.length; i++) {
      m[i] = meanShare * m[i] + (1 - meanShare) * slope[i];
      v[i] = squareShare * v[i] + (1 - squareShare) * slope[i] ** 2;
      w[i] -= (learningRate * (m[i] / meanWeight)) / (Math.sqrt(v[i] / squareWeight) + leastRoot);
    }
  };
  parameters.forEach(({ weights, biases }, layer) => {
    step(gradient[layer].weights, means[layer].weights, squares[layer].weights, weights);
    step(gradient[layer].biases, means[layer].biases, squares[layer].biases, biases);
  });
}

/**
 * baseⁿ by squaring: unlike Math.pow, the same on every machine.
 *
 * @param exponent n, whole, 0 or more
 */
export function wholePower(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= square;
    square *= square;
  }
  return power;
}
