import { activationsByName } from "./activation.ts";
import type { LayerState } from "./forward.ts";
import type { ActivationName, CostName } from "./networkShape.ts";
import type { Floats } from "./parameters.ts";

/** What the outputs should have been: 1 for the label, 0 for the others. [count] */
export function targetOf(label: number, count: number): Float64Array {
  const target = new Float64Array(count);
  target[label] = 1;
  return target;
}

/**
 * The cost of one example.
 *
 * @param output state of the output layer
 * @param target y, [outputs]
 */
export function exampleCost(cost: CostName, activation: ActivationName, output: LayerState, target: Floats): number {
  if (cost === "quadratic") return quadraticCost(output.activations, target);
  return activation === "softmax"
    ? softmaxCrossEntropy(output.weightedSums, target)
    : sigmoidCrossEntropy(output.weightedSums, target);
}

/** C₀ = Σⱼ (aⱼ − yⱼ)². No ½: Nielsen has one. */
export function quadraticCost(outputs: Floats, target: Floats): number {
  let cost = 0;
  for (let j = 0; j < outputs.length; j++) cost += (outputs[j] - target[j]) ** 2;
  return cost;
}

/**
 * C₀ = −Σⱼ (yⱼ ln aⱼ + (1 − yⱼ) ln (1 − aⱼ)) with a = σ(z). Taken from z, since ln (1 − a) is lost where a is nearly 1:
 * −ln σ(z) = ln (1 + e⁻ᶻ), and ln (1 + eᶻ) = z + ln (1 + e⁻ᶻ).
 *
 * @see Nielsen, Neural Networks and Deep Learning, ch. 3, "The cross-entropy cost function"
 */
export function sigmoidCrossEntropy(weightedSums: Floats, target: Floats): number {
  let cost = 0;
  for (let j = 0; j < weightedSums.length; j++) {
    const sum = weightedSums[j];
    cost += Math.max(sum, 0) - sum * target[j] + Math.log1p(Math.exp(-Math.abs(sum)));
  }
  return cost;
}

/** C₀ = −Σⱼ yⱼ ln aⱼ with a = softmax(z): ln aⱼ = zⱼ − ln Σₖ eᶻᵏ. */
export function softmaxCrossEntropy(weightedSums: Floats, target: Floats): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const sum of weightedSums) largest = Math.max(largest, sum);
  let total = 0;
  for (const sum of weightedSums) total += Math.exp(sum - largest);
  const logarithm = largest + Math.log(total);
  let cost = 0;
  for (let j = 0; j < weightedSums.length; j++) cost += target[j] * (logarithm - weightedSums[j]);
  return cost;
}

/**
 * δ = ∂C₀/∂z of the output layer. The quadratic cost's is 2 (a − y) σ′(z); the cross-entropy is made so that σ′ cancels,
 * with sigmoid outputs as with softmax: a − y.
 *
 * @param outputs a of the output layer, [outputs]
 * @returns δ, [outputs]
 * @see Nielsen, Neural Networks and Deep Learning, ch. 2, BP1, and ch. 3
 */
export function outputDelta(
  cost: CostName,
  activation: ActivationName,
  outputs: Float64Array,
  target: Floats,
): Float64Array {
  if (cost === "crossEntropy") return outputs.map((output, j) => output - target[j]);
  if (activation === "softmax")
    throw new RangeError("Softmax outputs: expected the cost crossEntropy, found quadratic.");
  const { slope } = activationsByName[activation];
  return outputs.map((output, j) => 2 * (output - target[j]) * slope(output));
}
