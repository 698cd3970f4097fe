import type { HiddenActivationName } from "../extension/network/networkShape.ts";
import { plainChoices, suggestedLearningRate } from "../extension/protocol/settings.ts";

/**
 * The learning rate that a new network begins with: the one there is, unless that is merely what suits the activation
 * there is and the new network has another.
 */
export function nextLearningRate(
  current: number,
  activation: HiddenActivationName,
  nextActivation: HiddenActivationName,
): number {
  return current === suggestedFor(activation) ? suggestedFor(nextActivation) : current;
}

function suggestedFor(activation: HiddenActivationName): number {
  return suggestedLearningRate({ ...plainChoices, activations: [activation] });
}
