import type { NetworkShape } from "./networkShape.ts";
import type { LayerParameters } from "./parameters.ts";
import type { SeededGenerator } from "./seededGenerator.ts";

/** How initial weights are drawn; see {@link initialParameters}. */
export type Initialisation = "scaledNormal" | "normal" | "he";

/**
 * Random weights and biases to start from, rounded to single precision so that reference and kernels start alike.
 *
 * - `normal`: both normal with deviation 1
 * - `scaledNormal`: the weights divided by √inputs: then a weighted sum does not grow with the number of inputs, and
 *   sigmoids start where they have a slope
 * - `he`: the weights with deviation √(2/inputs), which keeps the size of ReLU activations from layer to layer; biases 0
 *
 * @param generator is drawn from: each layer's biases, unless they are 0, then its weights row by row
 * @see Nielsen, Neural Networks and Deep Learning, ch. 3, "Weight initialization"; plain normal is that of ch. 1
 * @see He, Zhang, Ren, Sun, Delving Deep into Rectifiers, 2015
 */
export function initialParameters(
  { sizes }: Pick<NetworkShape, "sizes">,
  initialisation: Initialisation,
  generator: SeededGenerator,
): LayerParameters[] {
  return sizes.slice(1).map((size, layer) => {
    const inputs = sizes[layer];
    const deviation = deviationOf(initialisation, inputs);
    const biases = Float32Array.from({ length: size }, () => (initialisation === "he" ? 0 : generator.nextNormal()));
    const weights = Float32Array.from({ length: size * inputs }, () => generator.nextNormal() * deviation);
    return { weights, biases };
  });
}

function deviationOf(initialisation: Initialisation, inputs: number): number {
  switch (initialisation) {
    case "normal":
      return 1;
    case "scaledNormal":
      return 1 / Math.sqrt(inputs);
    case "he":
      return Math.sqrt(2 / inputs);
  }
}
