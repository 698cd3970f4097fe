import { meanShare, squareShare, wholePower } from "../network/adamDescent.ts";
import type { PlacedParameters } from "./placedParameters.ts";

/** w ← (1 − ηλ) w of all weights. */
export function decay(parameters: PlacedParameters, learningRate: number, l2: number): void {
  const { memory, start, stretches } = parameters;
  for (const { offset, count, areWeights } of stretches) {
    if (areWeights) memory.kernels.decay(start + offset, count, 1 - learningRate * l2);
  }
}

/**
 * Adds −η times the gradient and the penalty's, and zeroes the gradient.
 *
 * @param moved the parameters, or the velocities: these without a penalty
 */
export function plainStep(moved: PlacedParameters, gradient: PlacedParameters, learningRate: number, l2: number): void {
  const { memory, start, stretches } = moved;
  for (const { offset, count, areWeights } of stretches) {
    memory.kernels.plainStep(gradient.start + offset, start + offset, count, learningRate, areWeights ? l2 : 0);
  }
}

/** Moves the parameters by the velocities and the penalty's nudge, and leaves μ of the velocities for the next step. */
export function momentumStep(
  parameters: PlacedParameters,
  velocities: PlacedParameters,
  learningRate: number,
  momentum: number,
  l2: number,
): void {
  const { memory, start, stretches } = parameters;
  for (const { offset, count, areWeights } of stretches) {
    const decay = areWeights ? learningRate * l2 : 0;
    memory.kernels.momentumStep(velocities.start + offset, start + offset, count, momentum, decay);
  }
}

/**
 * Moves the parameters by Adam's step, and zeroes the gradient.
 *
 * @param moments means, and squares
 * @param steps t: this step's number, from 1
 */
export function adamStep(
  parameters: PlacedParameters,
  gradient: PlacedParameters,
  [means, squares]: readonly PlacedParameters[],
  learningRate: number,
  steps: number,
  l2: number,
): void {
  const { memory, start, stretches } = parameters;
  const stepSize = learningRate / (1 - wholePower(meanShare, steps));
  const rootScale = 1 / Math.sqrt(1 - wholePower(squareShare, steps));
  for (const { offset, count, areWeights } of stretches) {
    memory.kernels.adamStep(
      gradient.start + offset,
      means.start + offset,
      squares.start + offset,
      start + offset,
      count,
      stepSize,
      rootScale,
      areWeights ? l2 : 0,
    );
  }
}

/**
 * The length of numbers in the form of parameters: the square root of the sum of the squares of every one.
 *
 * @param gradient to whose weights the penalty's gradient, λ w, is added; with λ = 0 any numbers
 * @param layer 1…; undefined for all layers
 */
export function lengthOf(gradient: PlacedParameters, parameters: PlacedParameters, l2: number, layer?: number): number {
  const { memory, start, stretches } = gradient;
  let sum = 0;
  for (const { offset, count, areWeights } of layer === undefined ? stretches : gradient.stretchesOf(layer)) {
    sum += memory.kernels.squaredLength(start + offset, parameters.start + offset, count, areWeights ? l2 : 0);
  }
  return Math.sqrt(sum);
}
