/** Neurons of a layer whose weights lie together in the kernels' memory. */
export interface WeightPanel {
  /** the first of the neurons */
  readonly first: number;
  /** neurons, without those that fill up the layer's width */
  readonly size: number;
  /** floats from one input's weights to the next input's */
  readonly width: number;
  /** floats from the layer's first weight to the panel's */
  readonly start: number;
}

/** Widths of panels: as many of the widest as fit, then what fits of the rest. See kernels/panels.ts. */
const panelWidths = [32, 16, 8, 4];
export const widestPanel = panelWidths[0];

/**
 * How a layer's weights lie in the kernels' memory: in panels, each input-major, [rows, width].
 *
 * @param size neurons
 * @param width `size` rounded up to a multiple of 4
 * @param rows inputs, rounded up
 */
export function weightPanels(size: number, width: number, rows: number): WeightPanel[] {
  const panels: WeightPanel[] = [];
  for (let first = 0; first < width; ) {
    const panelWidth = panelWidths.find((candidate) => candidate <= width - first) ?? width - first;
    panels.push({ first, size: Math.min(panelWidth, size - first), width: panelWidth, start: first * rows });
    first += panelWidth;
  }
  return panels;
}
