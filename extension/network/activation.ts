import type { ActivationName, HiddenActivationName } from "./networkShape.ts";

/** An activation function of one neuron, and its slope. */
export interface Activation {
  /** a = σ(z) */
  activate(weightedSum: number): number;
  /** σ′(z), from a = σ(z): each activation here knows its slope from its value */
  slope(activation: number): number;
}

/** σ(z) = 1 / (1 + e⁻ᶻ), from 0 to 1; σ′ = σ (1 − σ). */
export const sigmoid: Activation = {
  activate: (weightedSum) => 1 / (1 + Math.exp(-weightedSum)),
  slope: (activation) => activation * (1 - activation),
};

/** max(0, z); the slope at 0 is taken as 0. */
export const relu: Activation = {
  activate: (weightedSum) => Math.max(0, weightedSum),
  slope: (activation) => (activation > 0 ? 1 : 0),
};

/** tanh z, from −1 to 1; its slope is 1 − tanh². */
export const tanh: Activation = {
  activate: (weightedSum) => Math.tanh(weightedSum),
  slope: (activation) => 1 - activation * activation,
};

/** What a leaky ReLU lets through of a negative weighted sum. */
export const leak = 0.01;

/** z where it is positive, a hundredth of it where not; the slope at 0 is taken as 0.01. */
export const leakyRelu: Activation = {
  activate: (weightedSum) => (weightedSum > 0 ? weightedSum : leak * weightedSum),
  slope: (activation) => (activation > 0 ? 1 : leak),
};

export const activationsByName: Readonly<Record<HiddenActivationName, Activation>> = { sigmoid, relu, tanh, leakyRelu };

/**
 * aⱼ = eᶻʲ / Σₖ eᶻᵏ: shares that add up to 1. The largest z is taken from each first, which changes nothing but keeps the
 * exponentials finite.
 *
 * @param weightedSums z of the output layer, [size]
 * @returns a, [size]
 */
export function softmax(weightedSums: Float64Array): Float64Array {
  const largest = weightedSums.reduce((most, sum) => Math.max(most, sum), Number.NEGATIVE_INFINITY);
  const exponentials = weightedSums.map((sum) => Math.exp(sum - largest));
  const total = exponentials.reduce((sum, exponential) => sum + exponential, 0);
  return exponentials.map((exponential) => exponential / total);
}

/** a of a whole layer. @param weightedSums z, [size] @returns a, [size] */
export function activateLayer(name: ActivationName, weightedSums: Float64Array): Float64Array {
  return name === "softmax" ? softmax(weightedSums) : weightedSums.map(activationsByName[name].activate);
}
