import {
  type ActivationName,
  costFor,
  type HiddenActivationName,
  layerActivations,
  type NetworkShape,
} from "../network/networkShape.ts";
import type { FoundNetwork } from "./weightsSummary.ts";

/** A found network's shape, with `hidden` and `output` for the layers of which the file does not say what they do. */
export function completedShape(
  { sizes, activations: said }: Pick<FoundNetwork, "sizes" | "activations">,
  hidden: HiddenActivationName,
  output: ActivationName,
): NetworkShape {
  const activations = layerActivations(sizes, hidden, output).map((otherwise, layer) => said[layer] ?? otherwise);
  return { sizes, activations, cost: costFor(activations[activations.length - 1], "quadratic") };
}
