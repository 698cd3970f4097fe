import type { SliceRequest } from "./weightsSummary.ts";

/**
 * The part of a bias tensor that holds some neurons' biases, as one row.
 *
 * @param shape [n], [1, n] or [n, 1]: all lie side by side in one dimension
 */
export function sliceOfBiases(shape: readonly number[], first: number, count: number): SliceRequest {
  return {
    rowDimension: null,
    columnDimension: shape.indexOf(Math.max(...shape)),
    at: shape.map(() => 0),
    firstRow: 0,
    firstColumn: first,
    rows: 1,
    columns: count,
    mostRows: 1,
    mostColumns: count,
  };
}
