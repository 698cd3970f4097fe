import { activationsByName } from "./activation.ts";
import { outputDelta } from "./cost.ts";
import { forward } from "./forward.ts";
import type { ActivationName, NetworkShape } from "./networkShape.ts";
import type { Floats, LayerParameters, Parameters } from "./parameters.ts";

/** One example's gradient, in the shape of the parameters. */
export interface ExampleGradient {
  /** ∂C₀/∂w and ∂C₀/∂b of each layer, layer 1 first */
  readonly gradients: readonly LayerParameters[];
  /** δ = ∂C₀/∂z of each layer, layer 1 first */
  readonly deltas: readonly Float64Array[];
}

/**
 * Carries the error back one layer: δˡ = (Wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ).
 *
 * @param nextWeights row-major, [nextSize, size]
 * @param nextDelta ∂C/∂z of the next layer, [nextSize]
 * @param slopes σ′(z) of this layer, [size]
 * @returns ∂C/∂z of this layer, [size]
 * @see Nielsen, Neural Networks and Deep Learning, ch. 2, BP2
 */
export function carryBack(nextWeights: Floats, nextDelta: Float64Array, slopes: Float64Array): Float64Array {
  const size = slopes.length;
  return slopes.map((slope, k) => {
    let wish = 0;
    for (let j = 0; j < nextDelta.length; j++) wish += nextWeights[j * size + k] * nextDelta[j];
    return wish * slope;
  });
}

/**
 * ∇C₀ of one example.
 *
 * @param input activations of layer 0, [sizes[0]]
 * @param target what the outputs should have been, [sizes.at(-1)]
 * @throws {ShapeError} when a length disagrees
 * @see Nielsen, Neural Networks and Deep Learning, ch. 2, BP1–BP4
 */
export function backpropagate(
  shape: NetworkShape,
  parameters: Parameters,
  input: Floats,
  target: Floats,
): ExampleGradient {
  const states = forward(shape, parameters, input);
  const last = states.length - 1;
  const { cost, activations } = shape;

  const deltas: Float64Array[] = new Array(states.length);
  deltas[last] = outputDelta(cost, activations[last], states[last].activations, target);
  for (let layer = last - 1; layer >= 0; layer--) {
    const slopes = states[layer].activations.map(slopeOf(activations[layer]));
    deltas[layer] = carryBack(parameters[layer + 1].weights, deltas[layer + 1], slopes);
  }

  const gradients = deltas.map((delta, layer) => {
    const previousActivations = layer === 0 ? input : states[layer - 1].activations;
    return { weights: outerProduct(delta, previousActivations), biases: delta };
  });
  return { gradients, deltas };
}

/** σ′ of a hidden layer, from its activations. */
function slopeOf(name: ActivationName): (activation: number) => number {
  if (name === "softmax") throw new RangeError("Softmax: expected on the output layer alone, found on a hidden one.");
  return activationsByName[name].slope;
}

/** ∂C₀/∂w = δ aᵀ of the previous layer. Row-major, [delta.length, previousActivations.length] */
function outerProduct(delta: Float64Array, previousActivations: Floats): Float64Array {
  const columns = previousActivations.length;
  const product = new Float64Array(delta.length * columns);
  for (let j = 0; j < delta.length; j++) {
    for (let k = 0; k < columns; k++) product[j * columns + k] = delta[j] * previousActivations[k];
  }
  return product;
}
