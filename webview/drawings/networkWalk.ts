import type { NeuronAddress } from "../../extension/protocol/snapshot.ts";
import { centreOf, type NetworkLayout } from "./networkLayout.ts";

/**
 * The neuron that an arrow key leads to: the next one up, down or across in the layer's grid; across its edge, the
 * neuron of the neighbouring layer at the same height. Home and End lead to the layer's ends.
 *
 * @returns null for a key that leads nowhere
 */
export function neuronByKey(layout: NetworkLayout, from: NeuronAddress, key: string): NeuronAddress | null {
  const { layer, neuron } = from;
  const { columns, count } = layout[layer];
  const column = neuron % columns;
  const within = (next: number) => (next >= 0 && next < count ? { layer, neuron: next } : null);
  switch (key) {
    case "ArrowUp":
      return within(neuron - columns);
    case "ArrowDown":
      return within(neuron + columns);
    case "ArrowLeft":
      return column > 0 ? within(neuron - 1) : neighbour(layout, from, layer - 1);
    case "ArrowRight":
      return column < columns - 1 && neuron + 1 < count ? within(neuron + 1) : neighbour(layout, from, layer + 1);
    case "Home":
      return within(0);
    case "End":
      return within(count - 1);
    default:
      return null;
  }
}

function neighbour(layout: NetworkLayout, from: NeuronAddress, layer: number): NeuronAddress | null {
  if (layer < 0 || layer >= layout.length) return null;
  const { y } = centreOf(layout, from);
  const { top, pitch, rows, columns, count } = layout[layer];
  const row = Math.min(rows - 1, Math.max(0, Math.floor((y - top) / pitch)));
  const nearColumn = layer < from.layer ? columns - 1 : 0;
  return { layer, neuron: Math.min(count - 1, row * columns + nearColumn) };
}
