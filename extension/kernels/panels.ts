// A layer's weights lie in panels: one for every 32 neurons, then of 16, 8 and 4 for the rest. A panel is input-major, [rows, its
// neurons]: what an input says to its neurons lies together, and what is worked on at once stays in the nearest cache and on
// few pages, however wide the layer is. trainer/weightPanels.ts tells TypeScript the same.

/** Bytes of a row of the panel that begins `column` bytes into the layer's width. */
export function panelBytesAt(column: usize, widthBytes: usize): usize {
  const left = widthBytes - column;
  return left >= 128 ? 128 : left >= 64 ? 64 : left >= 32 ? 32 : 16;
}
