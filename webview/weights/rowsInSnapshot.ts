import type { Snapshot, WeightRows } from "../../extension/protocol/snapshot.ts";
import type { NeuronRange } from "./layerPages.ts";

/** A layer's rows of a range, wherever in a snapshot they are; nothing is copied. Undefined when not all are there. */
export function rowsInSnapshot(
  { rows }: Pick<Snapshot, "rows">,
  layer: number,
  { from, count }: NeuronRange,
): WeightRows | undefined {
  const found = rows.find(
    (part) => part.layer === layer && part.from <= from && part.from + part.count >= from + count,
  );
  if (found === undefined) return undefined;
  const first = from - found.from;
  return {
    ...found,
    from,
    count,
    weights: found.weights.subarray(first * found.inputs, (first + count) * found.inputs),
    biases: found.biases.subarray(first, first + count),
  };
}
