import type { Floats } from "./parameters.ts";

/** What the outputs should have been: 1 for the label, 0 for the others. [count] */
export function targetOf(label: number, count: number): Float64Array {
  const target = new Float64Array(count);
  target[label] = 1;
  return target;
}

/** The cost of one example, C₀ = Σⱼ (aⱼ − yⱼ)². No ½: Nielsen has one. */
export function quadraticCost(outputs: Floats, target: Floats): number {
  let cost = 0;
  for (let j = 0; j < outputs.length; j++) cost += (outputs[j] - target[j]) ** 2;
  return cost;
}

/** ∂C₀/∂aⱼ = 2 (aⱼ − yⱼ). [outputs] */
export function quadraticCostSlope(outputs: Float64Array, target: Floats): Float64Array {
  return outputs.map((output, j) => 2 * (output - target[j]));
}
