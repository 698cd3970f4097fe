import type { SliceRequest, TensorSlice } from "../../extension/protocol/weightsSummary.ts";
import type { Plane, WantedPart } from "../tensors/planeReader.ts";
import { type Mosaic, readMosaic } from "./neuronMosaic.ts";

/** Asks for a part of one tensor. */
export type ReadSlice = (slice: SliceRequest, signal: AbortSignal) => Promise<TensorSlice>;

/** The last two dimensions of a tensor, a list as one row of bars. @param at an index in each dimension before these */
export function tensorPlane(shape: readonly number[], at: readonly number[], read: ReadSlice): Plane {
  const columnDimension = shape.length > 0 ? shape.length - 1 : null;
  const rowDimension = shape.length > 1 ? shape.length - 2 : null;
  const rows = rowDimension === null ? 1 : shape[rowDimension];
  const columns = columnDimension === null ? 1 : shape[columnDimension];
  const place = shape.map((_, dimension) => at[dimension] ?? 0);
  return {
    rows,
    columns,
    isStrip: shape.length < 2,
    read: (part, signal) => read({ ...requestOf(part), rowDimension, columnDimension, at: place }, signal),
  };
}

/** A matrix [neurons, pixels] as a picture of each neuron, side by side. All numbers are read once. */
export function mosaicPlane(mosaic: Mosaic, read: ReadSlice): Plane {
  const { neurons, side } = mosaic;
  const pixels = side * side;
  let whole: Promise<TensorSlice> | undefined;
  const request: SliceRequest = {
    rowDimension: 0,
    columnDimension: 1,
    at: [0, 0],
    firstRow: 0,
    firstColumn: 0,
    rows: neurons,
    columns: pixels,
    mostRows: neurons,
    mostColumns: pixels,
  };
  return {
    rows: mosaic.rows,
    columns: mosaic.columns,
    isStrip: false,
    read: async (part, signal) => {
      // Not given up with the part that wanted it first: the others want the same numbers.
      whole ??= read(request, new AbortController().signal);
      const { values } = await whole;
      signal.throwIfAborted();
      return readMosaic(mosaic, values, part);
    },
  };
}

function requestOf({ firstRow, firstColumn, rows, columns, mostRows, mostColumns }: WantedPart) {
  return { firstRow, firstColumn, rows, columns, mostRows, mostColumns };
}
