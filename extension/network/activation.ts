import type { ActivationName } from "./networkShape.ts";

/** An activation function and its slope. */
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

export const activationsByName: Readonly<Record<ActivationName, Activation>> = { sigmoid, relu };
