import type { LayerConnections, NeuronAddress, Snapshot } from "../../extension/protocol/snapshot.ts";

/** The most connections of one neuron that are drawn: more would be a blot. */
const mostDrawn = 300;

/**
 * The connections of one neuron, as far as a snapshot holds them, one entry a pair of layers, null where it has none:
 * all of the incoming ones when its row of weights is there, else those among the strongest of the layer.
 */
export function pointedConnections(
  snapshot: Snapshot,
  { layer, neuron }: NeuronAddress,
): readonly (LayerConnections | null)[] {
  return (snapshot.connections ?? []).map((strongest, pair) => {
    if (pair + 1 === layer) {
      return incoming(snapshot, layer, neuron) ?? selected(strongest, (k) => strongest.to[k] === neuron);
    }
    if (pair === layer) return selected(strongest, (k) => strongest.from[k] === neuron);
    return null;
  });
}

function incoming(snapshot: Snapshot, layer: number, neuron: number): LayerConnections | null {
  const range = snapshot.rows.find(
    (rows) => rows.layer === layer && rows.from <= neuron && neuron < rows.from + rows.count,
  );
  const previous = layer === 1 ? pixelActivations(snapshot) : snapshot.layers?.[layer - 2].activations;
  if (!range || !previous) return null;
  const start = (neuron - range.from) * range.inputs;
  const weights = range.weights.subarray(start, start + range.inputs);
  const carried = weights.map((weight, k) => weight * previous[k]);
  const from = Uint32Array.from(carried.keys())
    .filter((k) => carried[k] !== 0)
    .sort((a, b) => Math.abs(carried[b]) - Math.abs(carried[a]))
    .subarray(0, mostDrawn);
  return {
    from,
    to: new Uint32Array(from.length).fill(neuron),
    weights: Float32Array.from(from, (k) => weights[k]),
    carried: Float32Array.from(from, (k) => carried[k]),
  };
}

function pixelActivations({ example }: Snapshot): Float32Array | undefined {
  return example ? Float32Array.from(example.pixels, (pixel) => pixel / 255) : undefined;
}

function selected(list: LayerConnections, isSelected: (k: number) => boolean): LayerConnections {
  const chosen = Uint32Array.from(list.from.keys()).filter(isSelected);
  return {
    from: chosen.map((k) => list.from[k]),
    to: chosen.map((k) => list.to[k]),
    weights: Float32Array.from(chosen, (k) => list.weights[k]),
    carried: Float32Array.from(chosen, (k) => list.carried[k]),
  };
}
