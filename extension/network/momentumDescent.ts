import type { Floats, Parameters } from "./parameters.ts";

/**
 * One step downhill that keeps a share of the step before: v ← μv − η ∇C, then w ← w + v.
 *
 * @param learningRate η
 * @param momentum μ, from 0 to below 1
 * @param velocity v, zero before the first step; changed in place
 * @param parameters changed in place
 * @see Nielsen, Neural Networks and Deep Learning, ch. 3, "Variations on stochastic gradient descent"
 */
export function descendWithMomentum(
  gradient: Parameters,
  learningRate: number,
  momentum: number,
  velocity: Parameters,
  parameters: Parameters,
): void {
  const step = (slope: Floats, v: Floats, w: Floats): void => {
    for (let i = 0; i < w.length; i++) {
      v[i] = momentum * v[i] - learningRate * slope[i];
      w[i] += v[i];
    }
  };
  parameters.forEach(({ weights, biases }, layer) => {
    step(gradient[layer].weights, velocity[layer].weights, weights);
    step(gradient[layer].biases, velocity[layer].biases, biases);
  });
}
