import { divergingColour, divergingColours } from "./divergingColours.ts";
import { writePng } from "./png.ts";

/**
 * A neuron's weights as a square PNG, a pixel each. An icon is too small for a legend, so that each has a scale of its
 * own: what is twice as large as its weights usually are is fully opaque.
 *
 * @param weights a square number of them
 */
export function neuronIcon(weights: Float32Array): Uint8Array<ArrayBuffer> {
  const side = Math.sqrt(weights.length);
  const limit = 2 * rootMeanSquare(weights);
  const pixels = Uint8Array.from(weights, (weight) => divergingColour(weight, limit));
  return writePng({ width: side, height: side, pixels, colours: divergingColours });
}

/** Of the finite ones. */
function rootMeanSquare(values: Float32Array): number {
  let squares = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    squares += value * value;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(squares / count);
}
