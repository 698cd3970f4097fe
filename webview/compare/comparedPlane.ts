import type { SliceRequest, TensorSlice } from "../../extension/protocol/weightsSummary.ts";
import type { Plane, WantedPart } from "../tensors/planeReader.ts";
import { type DimensionChoice, planeSize } from "../weightsEditor/dimensionChoice.ts";
import { type Mosaic, readMosaic } from "./neuronMosaic.ts";

/** Asks for a part of one tensor. */
export type ReadSlice = (slice: SliceRequest, signal: AbortSignal) => Promise<TensorSlice>;

/** Two dimensions of a tensor where the others stand still; a list is one row of bars. */
export function tensorPlane(shape: readonly number[], choice: DimensionChoice, read: ReadSlice): Plane {
  return {
    ...planeSize(shape, choice),
    isStrip: shape.length < 2,
    read: (part, signal) => read({ ...requestOf(part), ...choice }, signal),
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
    isPicture: true,
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
