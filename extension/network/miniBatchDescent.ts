import { backpropagate } from "./backpropagation.ts";
import type { NetworkShape } from "./networkShape.ts";
import type { Floats, LayerParameters, Parameters } from "./parameters.ts";

/** An example in the reference's terms. */
export interface ReferenceExample {
  /** activations of layer 0 */
  readonly input: Floats;
  /** what the outputs should have been */
  readonly target: Floats;
}

/** The gradient of a mini-batch: the mean of its examples' gradients, exactly. Layer 1 first. */
export function miniBatchGradient(
  shape: NetworkShape,
  parameters: Parameters,
  batch: readonly ReferenceExample[],
): LayerParameters[] {
  const mean = parameters.map(({ weights, biases }) => ({
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }));
  for (const { input, target } of batch) {
    backpropagate(shape, parameters, input, target).gradients.forEach((gradient, layer) => {
      addScaled(mean[layer].weights, gradient.weights, 1 / batch.length);
      addScaled(mean[layer].biases, gradient.biases, 1 / batch.length);
    });
  }
  return mean;
}

/** ‖∇C‖: the square root of the sum of the squares of every component. */
export function gradientLength(gradient: Parameters): number {
  let sum = 0;
  for (const { weights, biases } of gradient) {
    for (const component of weights) sum += component * component;
    for (const component of biases) sum += component * component;
  }
  return Math.sqrt(sum);
}

/**
 * One step downhill: adds the nudge −η ∇C.
 *
 * @param learningRate η
 * @param parameters changed in place
 */
export function descend(gradient: Parameters, learningRate: number, parameters: Parameters): void {
  parameters.forEach(({ weights, biases }, layer) => {
    addScaled(weights, gradient[layer].weights, -learningRate);
    addScaled(biases, gradient[layer].biases, -learningRate);
  });
}

/** @param sum changed in place: sum += scale · addend */
function addScaled(sum: Floats, addend: Floats, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += scale * addend[i];
}
