import type { ActivationName } from "../extension/network/networkShape.ts";
import { suggestedLearningRate } from "../extension/protocol/settings.ts";

/**
 * The learning rate that a new network begins with: the one there is, unless that is merely what suits the activation
 * there is and the new network has another.
 */
export function nextLearningRate(current: number, activation: ActivationName, nextActivation: ActivationName): number {
  return current === suggestedLearningRate(activation) ? suggestedLearningRate(nextActivation) : current;
}
