import type { Floats } from "../../extension/network/parameters.ts";

/** A layer of the reference, whose numbers can be changed. */
interface DoubleLayer {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** A copy of parameters for the reference to work on: in single precision its descent would round each nudge. */
export function inDoublePrecision(
  parameters: readonly { readonly weights: Floats | readonly number[]; readonly biases: Floats | readonly number[] }[],
): DoubleLayer[] {
  return parameters.map(({ weights, biases }) => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  }));
}
