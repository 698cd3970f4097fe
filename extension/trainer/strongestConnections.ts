import type { LayerConnections } from "../protocol/snapshot.ts";
import type { WeightPanel } from "./weightPanels.ts";

const binCount = 1024;

/**
 * The connections between two layers that carry most: the largest |w · a|.
 *
 * @param weights in panels
 * @param activations of the previous layer, [inputs]
 * @param most how many at most; connections that carry nothing are left out
 * @returns strongest first
 */
export function strongestConnections(
  weights: Float32Array,
  panels: readonly WeightPanel[],
  activations: ArrayLike<number>,
  most: number,
): LayerConnections {
  const inputs = activations.length;
  let limit = 0;
  for (const { size, width, start } of panels) {
    for (let from = 0; from < inputs; from++) {
      const activation = activations[from];
      if (activation === 0) continue;
      for (let at = start + from * width, end = at + size; at < end; at++) {
        const carried = Math.abs(weights[at] * activation);
        if (carried > limit) limit = carried;
      }
    }
  }
  // Counting by size first spares sorting hundreds of thousands of connections to find a few.
  const scale = limit > 0 && Number.isFinite(limit) ? (binCount - 1) / limit : 0;
  const threshold = thresholdBin(weights, panels, activations, most, scale);
  const found: { from: number; to: number; weight: number; carried: number }[] = [];
  for (const { first, size, width, start } of scale > 0 ? panels : []) {
    for (let from = 0; from < inputs; from++) {
      const activation = activations[from];
      if (activation === 0) continue;
      for (let j = 0; j < size; j++) {
        const weight = weights[start + from * width + j];
        const carried = weight * activation;
        if (carried !== 0 && Math.floor(Math.abs(carried) * scale) >= threshold)
          found.push({ from, to: first + j, weight, carried });
      }
    }
  }
  found.sort((a, b) => Math.abs(b.carried) - Math.abs(a.carried) || a.from - b.from || a.to - b.to);
  found.length = Math.min(found.length, most);
  return {
    from: Uint32Array.from(found, (connection) => connection.from),
    to: Uint32Array.from(found, (connection) => connection.to),
    weights: Float32Array.from(found, (connection) => connection.weight),
    carried: Float32Array.from(found, (connection) => connection.carried),
  };
}

/** The highest bin of |w · a| such that it and those above hold `most` connections; 0 when there are fewer in all. */
function thresholdBin(
  weights: Float32Array,
  panels: readonly WeightPanel[],
  activations: ArrayLike<number>,
  most: number,
  scale: number,
): number {
  const counts = new Uint32Array(binCount);
  for (const { size, width, start } of panels) {
    for (let from = 0; from < activations.length; from++) {
      const activation = activations[from];
      if (activation === 0) continue;
      for (let at = start + from * width, end = at + size; at < end; at++) {
        counts[Math.floor(Math.abs(weights[at] * activation) * scale)]++;
      }
    }
  }
  let held = 0;
  for (let bin = binCount - 1; bin > 0; bin--) {
    held += counts[bin];
    if (held >= most) return bin;
  }
  return 0;
}
