import { nothingObserved, type Observation } from "../extension/protocol/snapshot.ts";

/** The most ranges of rows that one observation may hold. */
const mostRanges = 16;

type RowRange = Observation["rows"][number];

/**
 * One wish that grants all of them: the most connections, every range of rows once, and the neuron that the last one
 * names. Beyond 16 ranges the first ones are kept.
 */
export function unitedObservation(wishes: Iterable<Partial<Observation>>): Observation {
  let { activations, connections, neuron, diagnostics } = nothingObserved;
  const rows: RowRange[] = [];
  for (const wish of wishes) {
    activations ||= wish.activations ?? false;
    connections = Math.max(connections, wish.connections ?? 0);
    neuron = wish.neuron ?? neuron;
    diagnostics ||= wish.diagnostics ?? false;
    for (const range of wish.rows ?? []) {
      if (range.count > 0 && !rows.some((known) => holds(known, range))) rows.push(range);
    }
  }
  return { activations, connections, neuron, diagnostics, rows: rows.slice(0, mostRanges) };
}

/** Whether two observations ask for the same. */
export function sameObservation(one: Observation, other: Observation): boolean {
  return (
    one.activations === other.activations &&
    one.connections === other.connections &&
    one.diagnostics === other.diagnostics &&
    one.neuron?.layer === other.neuron?.layer &&
    one.neuron?.neuron === other.neuron?.neuron &&
    one.rows.length === other.rows.length &&
    one.rows.every((range, i) => {
      const twin = other.rows[i];
      return range.layer === twin.layer && range.from === twin.from && range.count === twin.count;
    })
  );
}

function holds(outer: RowRange, inner: RowRange): boolean {
  return (
    outer.layer === inner.layer && outer.from <= inner.from && outer.from + outer.count >= inner.from + inner.count
  );
}
