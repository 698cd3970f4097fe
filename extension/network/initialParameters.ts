import type { NetworkShape } from "./networkShape.ts";
import type { LayerParameters } from "./parameters.ts";
import type { SeededGenerator } from "./seededGenerator.ts";

/**
 * Random weights and biases to start from, rounded to single precision so that reference and kernels start alike. Biases
 * are normal with deviation 1; so are weights, divided by √inputs when `scaled`: then a weighted sum does not grow with
 * the number of inputs, and sigmoids start where they have a slope.
 *
 * @param generator is drawn from: each layer's biases, then its weights row by row
 * @see Nielsen, Neural Networks and Deep Learning, ch. 3, "Weight initialization"; plain normal is that of ch. 1
 */
export function initialParameters(
  { sizes }: NetworkShape,
  initialisation: "scaledNormal" | "normal",
  generator: SeededGenerator,
): LayerParameters[] {
  return sizes.slice(1).map((size, layer) => {
    const inputs = sizes[layer];
    const scale = initialisation === "scaledNormal" ? 1 / Math.sqrt(inputs) : 1;
    const biases = Float32Array.from({ length: size }, () => generator.nextNormal());
    const weights = Float32Array.from({ length: size * inputs }, () => generator.nextNormal() * scale);
    return { weights, biases };
  });
}
