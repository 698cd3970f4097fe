import type { NetworkShape } from "../extension/network/networkShape.ts";

/** What the cost of one example is, in a formula and in words. */
export function exampleCostText({ cost, activations }: Pick<NetworkShape, "cost" | "activations">): string {
  if (cost === "quadratic") return "C₀ = Σ (a − y)²: the squares of the ten outputs’ differences from the truth, added";
  return activations[activations.length - 1] === "softmax"
    ? "C₀ = −ln a of the true output: the less sure of the truth, the larger, without end"
    : "C₀ = −Σ (y ln a + (1 − y) ln (1 − a)): how surprised the ten outputs are at the truth, added";
}
