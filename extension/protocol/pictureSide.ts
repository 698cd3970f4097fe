/** The side of the picture that so many inputs make, in pixels: 28 for 784; null when they are taken for no picture. */
export function pictureSideOf(inputs: number): number | null {
  const side = Math.sqrt(inputs);
  return Number.isInteger(side) && side >= smallestSide && side <= largestSide ? side : null;
}

/** Four or nine or 49 inputs are more often measurements than pixels; scikit-learn's digits have 8×8. */
const smallestSide = 8;
/** Whoever has a million weights a neuron is not looking at neurons one by one. */
const largestSide = 1024;
