import { numberText, signedText } from "../../extension/protocol/numberText.ts";
import type { NeuronSnapshot } from "../../extension/protocol/snapshot.ts";

/** A neuron's weighted sum in the parts that a person asks for: z = speaksFor + speaksAgainst + bias. */
export interface WeightedSumParts {
  /** sum of all w·a above zero */
  readonly speaksFor: number;
  /** sum of all w·a below zero */
  readonly speaksAgainst: number;
  readonly bias: number;
  /** z */
  readonly weightedSum: number;
}

/** What each connection carries, w·a. @param carried receives it, [previousSize] */
export function carriedBy(
  { weights, previousActivations }: Pick<NeuronSnapshot, "weights" | "previousActivations">,
  carried: Float64Array,
): void {
  if (carried.length !== weights.length || previousActivations.length !== weights.length) {
    throw new RangeError(
      `Neuron: expected as many activations as the ${weights.length} weights, found ${previousActivations.length}.`,
    );
  }
  for (let k = 0; k < weights.length; k++) carried[k] = weights[k] * previousActivations[k];
}

/** @param carried w·a of each connection */
export function weightedSumParts(
  carried: Float64Array,
  { bias, weightedSum }: Pick<NeuronSnapshot, "bias" | "weightedSum">,
): WeightedSumParts {
  let speaksFor = 0;
  let speaksAgainst = 0;
  for (const part of carried) {
    if (part > 0) speaksFor += part;
    else speaksAgainst += part;
  }
  return { speaksFor, speaksAgainst, bias, weightedSum };
}

/** The parts as they are written beneath one another. */
export interface WeightedSumTexts {
  readonly speaksFor: string;
  readonly speaksAgainst: string;
  readonly bias: string;
  readonly weightedSum: string;
}

/**
 * Writes the parts so that a person who adds them up finds the sum that is written below. Rounded each for itself, they
 * may miss it by one in the last place; that one is then given to the sum of many, for or against, which rounding
 * moved most the other way. The bias and the sum are always rounded as usual.
 */
export function weightedSumTexts(parts: WeightedSumParts, decimals: number): WeightedSumTexts {
  const unit = 10 ** -decimals;
  const units = (value: number) => Math.round(value / unit);
  let speaksFor = units(parts.speaksFor);
  let speaksAgainst = units(parts.speaksAgainst);
  const missing = units(parts.weightedSum) - units(parts.bias) - speaksFor - speaksAgainst;
  // More than rounding can explain is shown as it is.
  if (Math.abs(missing) === 1) {
    const lostFor = (parts.speaksFor / unit - speaksFor) * missing;
    const lostAgainst = (parts.speaksAgainst / unit - speaksAgainst) * missing;
    const isForPossible = speaksFor + missing >= 0 && parts.speaksFor !== 0;
    const isAgainstPossible = speaksAgainst + missing <= 0 && parts.speaksAgainst !== 0;
    if (isForPossible && (lostFor >= lostAgainst || !isAgainstPossible)) speaksFor += missing;
    else if (isAgainstPossible) speaksAgainst += missing;
  }
  return {
    speaksFor: signedText(speaksFor * unit, decimals),
    speaksAgainst: signedText(speaksAgainst * unit, decimals),
    bias: signedText(units(parts.bias) * unit, decimals),
    weightedSum: numberText(units(parts.weightedSum) * unit, decimals),
  };
}
