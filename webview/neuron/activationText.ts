import type { ActivationName } from "../../extension/network/networkShape.ts";

/**
 * What an activation function makes of a weighted sum, as a formula with its number: `σ(1.23)`.
 *
 * @param weightedSum z as it is written
 */
export function activationText(name: ActivationName, weightedSum: string): string {
  switch (name) {
    case "sigmoid":
      return `σ(${weightedSum})`;
    case "relu":
      return `ReLU: max(0, ${weightedSum})`;
    case "tanh":
      return `tanh(${weightedSum})`;
    case "leakyRelu":
      return `leaky ReLU(${weightedSum})`;
    case "softmax":
      return `e^${weightedSum} / Σ e^z`;
  }
}

/** An output's share in words, since softmax has no curve of one neuron alone. @param activation 0…1 */
export function shareText(activation: number): string {
  const percent = activation * 100;
  const share = percent > 0 && percent < 0.1 ? "under 0.1" : percent.toFixed(1);
  return `softmax: ${share}\u202f% of what the ten outputs share, each by its e^z`;
}
