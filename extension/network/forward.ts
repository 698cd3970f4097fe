import { activateLayer } from "./activation.ts";
import type { NetworkShape } from "./networkShape.ts";
import type { Floats, LayerParameters, Parameters } from "./parameters.ts";

/** What a layer makes of its input. */
export interface LayerState {
  /** z, [size] */
  readonly weightedSums: Float64Array;
  /** a = σ(z), [size] */
  readonly activations: Float64Array;
}

/** A length that does not fit the network. */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError";
}

/**
 * z = W a + b of one layer.
 *
 * @param previousActivations a of the previous layer, [previousSize]
 * @returns z, [size]
 * @throws {ShapeError} when a length disagrees
 */
export function weightedSums({ weights, biases }: LayerParameters, previousActivations: Floats): Float64Array {
  const size = biases.length;
  const previousSize = previousActivations.length;
  if (weights.length !== size * previousSize) {
    throw new ShapeError(`Weights: expected ${size} × ${previousSize}, found ${weights.length}.`);
  }
  const sums = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    let sum = biases[j];
    for (let k = 0; k < previousSize; k++) sum += weights[j * previousSize + k] * previousActivations[k];
    sums[j] = sum;
  }
  return sums;
}

/**
 * Carries an input through the network.
 *
 * @param input activations of layer 0, [sizes[0]]
 * @returns every layer's state, layer 1 first
 * @throws {ShapeError} when a length disagrees
 */
export function forward(shape: NetworkShape, parameters: Parameters, input: Floats): LayerState[] {
  const states: LayerState[] = [];
  let previousActivations = input;
  for (let layer = 0; layer < parameters.length; layer++) {
    const sums = weightedSums(parameters[layer], previousActivations);
    const activations = activateLayer(shape.activations[layer], sums);
    states.push({ weightedSums: sums, activations });
    previousActivations = activations;
  }
  return states;
}
