import {
  type HiddenActivationName,
  layerActivations,
  type NetworkShape,
} from "../../extension/network/networkShape.ts";

/** The shape of a network whose hidden layers share one activation, with sigmoid outputs and the quadratic cost. */
export function shapeOf(sizes: readonly number[], hiddenActivation: HiddenActivationName): NetworkShape {
  return { sizes: [...sizes], activations: layerActivations(sizes, hiddenActivation, "sigmoid"), cost: "quadratic" };
}
