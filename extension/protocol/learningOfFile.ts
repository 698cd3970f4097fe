import { costFor, costNames } from "../network/networkShape.ts";
import { learningInWords } from "./learningInWords.ts";
import { plainChoices } from "./settings.ts";
import type { WeightsSummary } from "./weightsSummary.ts";

/**
 * What a file's network does and learnt with, as far as the file says: its hidden layers' activation, and whatever is not
 * as in the lesson's first network. Empty where it does not say all of its activations.
 */
export function learningOfFile({ network, training, metadata }: WeightsSummary): string[] {
  const activations = network?.activations.flatMap((activation) => activation ?? []) ?? [];
  if (!network || activations.length < network.activations.length) return [];
  const said = metadata.find(([name]) => name === "cost")?.[1];
  const cost = costNames.find((name) => name === said) ?? "quadratic";
  return learningInWords({
    ...plainChoices,
    ...training,
    activations,
    cost: costFor(activations[activations.length - 1], cost),
  });
}
