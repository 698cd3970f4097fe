import type { ActivationName } from "../../extension/network/networkShape.ts";

/** Where an activation function's values lie, by which their colours are chosen. */
export interface ActivationRange {
  /** whether some are negative: a scale from 0 on would show these as nothing */
  readonly isSigned: boolean;
  /** whether none is larger than 1 */
  readonly endsAtOne: boolean;
}

const ranges: Readonly<Record<ActivationName, ActivationRange>> = {
  sigmoid: { isSigned: false, endsAtOne: true },
  relu: { isSigned: false, endsAtOne: false },
  tanh: { isSigned: true, endsAtOne: true },
  leakyRelu: { isSigned: true, endsAtOne: false },
  softmax: { isSigned: false, endsAtOne: true },
};

/** @param name of the layer; null for the input, whose pixels go from 0 to 1 */
export function activationRange(name: ActivationName | null): ActivationRange {
  return ranges[name ?? "sigmoid"];
}

/** The colours of a layer's activations: greys where none is negative, as everywhere hue is sign. */
export function activationScale(name: ActivationName | null): "diverging" | "sequential" {
  return activationRange(name).isSigned ? "diverging" : "sequential";
}
