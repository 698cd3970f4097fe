import type { TensorSlice } from "../../extension/protocol/weightsSummary.ts";
import type { WantedPart } from "../tensors/planeReader.ts";
import type { Cell } from "../tensors/viewport.ts";

/** Square pictures of neurons side by side, in rows, with a gap of one between them. */
export interface Mosaic {
  readonly neurons: number;
  /** pixels of a picture's side */
  readonly side: number;
  /** pictures beside each other */
  readonly across: number;
  readonly rows: number;
  readonly columns: number;
}

/** More numbers than that are shown as a matrix. */
export const mostMosaicNumbers = 2 ** 21;

/** A little wider than high, as the room for it is. */
export function mosaicOf(neurons: number, side: number): Mosaic {
  const across = Math.min(neurons, Math.ceil(Math.sqrt(neurons)));
  const down = Math.ceil(neurons / across);
  return { neurons, side, across, rows: down * (side + 1) - 1, columns: across * (side + 1) - 1 };
}

/** Which neuron's which pixel is there; null in a gap. */
export function mosaicPixel(
  { neurons, side, across }: Mosaic,
  { row, column }: Cell,
): { readonly neuron: number; readonly pixel: number } | null {
  const [atRow, atColumn] = [row % (side + 1), column % (side + 1)];
  const neuron = Math.floor(row / (side + 1)) * across + Math.floor(column / (side + 1));
  if (atRow === side || atColumn === side || neuron >= neurons) return null;
  return { neuron, pixel: atRow * side + atColumn };
}

/**
 * A part of the mosaic; thinned, each number is the one of largest size in its patch.
 *
 * @param values row-major, [neurons, side²]
 */
export function readMosaic(mosaic: Mosaic, values: Float32Array, part: WantedPart): TensorSlice {
  const rowsInEach = Math.max(1, Math.ceil(part.rows / part.mostRows));
  const columnsInEach = Math.max(1, Math.ceil(part.columns / part.mostColumns));
  const rows = Math.ceil(part.rows / rowsInEach);
  const columns = Math.ceil(part.columns / columnsInEach);
  const thinned = new Float32Array(rows * columns);
  const pixels = mosaic.side ** 2;
  for (let row = 0; row < part.rows; row++) {
    for (let column = 0; column < part.columns; column++) {
      const at = mosaicPixel(mosaic, { row: part.firstRow + row, column: part.firstColumn + column });
      if (at === null) continue;
      const value = values[at.neuron * pixels + at.pixel];
      const place = Math.floor(row / rowsInEach) * columns + Math.floor(column / columnsInEach);
      const isLarger = !(Math.abs(value) <= Math.abs(thinned[place]));
      if (isLarger && !Number.isNaN(thinned[place])) thinned[place] = value;
    }
  }
  return { rows, columns, values: thinned, rowsInEach, columnsInEach };
}
