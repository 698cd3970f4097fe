import { scientificText } from "../../extension/protocol/numberText.ts";

/**
 * What a neuron's delta wishes, in words. A positive slope means that the cost grows with z, so that z wants to go down.
 *
 * @param delta ∂C₀/∂z for the shown example; null where nobody knows its truth
 */
export function wishText(delta: number | null): string {
  if (delta === null) return "What it should do nobody knows: this example has no truth.";
  if (!Number.isFinite(delta)) return "Its slope ∂C₀/∂z is not a finite number.";
  if (delta === 0) return "This example’s cost does not depend on it: its slope ∂C₀/∂z is 0.";
  const direction = delta > 0 ? "down" : "up";
  return `To lower this example’s cost it wants to go ${direction}: its slope ∂C₀/∂z is ${scientificText(delta)}.`;
}
