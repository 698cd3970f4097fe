import type { NeuronIcon, PageShade } from "../protocol/weightsPicture.ts";
import { divergingColour, divergingColours } from "./divergingColours.ts";
import { strayShare } from "./pictureLimit.ts";
import { writePng } from "./png.ts";

/**
 * A neuron's weights as a square PNG, a pixel each. An icon is too small for a legend, so that each has a scale of its
 * own: what is twice as large as its weights usually are has the last colour, whatever the few largest are.
 *
 * @param weights a square number of them
 */
export function neuronIcon(weights: Float32Array): NeuronIcon {
  const side = Math.sqrt(weights.length);
  const limit = 2 * usualSize(weights);
  const pixels = Uint8Array.from(weights, (weight) => divergingColour(weight, limit));
  const onPage = (page: PageShade) => writePng({ width: side, height: side, pixels, colours: divergingColours(page) });
  return { light: onPage("light"), dark: onPage("dark") };
}

/** The root mean square of the finite ones, without those few that would make all others pale. */
function usualSize(weights: Float32Array): number {
  const sizes = weights.map(Math.abs).filter(Number.isFinite).sort();
  const usual = sizes.subarray(0, sizes.length - Math.floor(sizes.length * strayShare));
  // Where nearly all are zero, the others are what there is to see.
  return rootMeanSquare(usual) || rootMeanSquare(sizes);
}

function rootMeanSquare(sizes: Float32Array): number {
  return sizes.length === 0 ? 0 : Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0) / sizes.length);
}
