import type { NetworkPart, NeuronMatching, NeuronOrder } from "./weightsComparison.ts";

/**
 * In which order B's neurons are put in one part of the network, so that each stands where its partner is in A: a layer's
 * rows are its own neurons, its weights' columns those of the layer before. Inputs and outputs stay as they are.
 */
export function orderOf(part: NetworkPart | null, { layers }: NeuronMatching): NeuronOrder | null {
  if (part === null) return null;
  const rows = layers[part.layer - 1] ?? null;
  const columns = part.role === "weights" ? (layers[part.layer - 2] ?? null) : null;
  return rows === null && columns === null ? null : { rows, columns };
}
