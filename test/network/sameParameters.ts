import type { Parameters } from "../../extension/network/parameters.ts";

/** Bit for bit. A yes or no, where node's own comparison would spend minutes on showing how thousands of numbers differ. */
export function sameParameters(one: Parameters, other: Parameters): boolean {
  return one.every(
    ({ weights, biases }, layer) =>
      weights.every((weight, k) => Object.is(weight, other[layer].weights[k])) &&
      biases.every((bias, k) => Object.is(bias, other[layer].biases[k])),
  );
}
