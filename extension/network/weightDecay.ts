import type { Parameters } from "./parameters.ts";

/**
 * The penalty ½ λ Σ w² on large weights is part of the cost that is descended, and λw of its gradient. Biases are free.
 *
 * @param l2 λ
 * @param gradient ∇C without the penalty; λw is added to its weights in place
 * @see Nielsen, Neural Networks and Deep Learning, ch. 3, "Regularization"; his λ/n is λ here
 */
export function addPenaltyGradient(parameters: Parameters, l2: number, gradient: Parameters): void {
  parameters.forEach(({ weights }, layer) => {
    const target = gradient[layer].weights;
    for (let i = 0; i < weights.length; i++) target[i] += l2 * weights[i];
  });
}
