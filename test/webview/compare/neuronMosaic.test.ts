import assert from "node:assert/strict";
import { test } from "node:test";
import { mosaicOf, mosaicPixel, readMosaic } from "../../../webview/compare/neuronMosaic.ts";

test("every pixel of every neuron stands once in the mosaic, with gaps of zero between the pictures", () => {
  const [neurons, side] = [5, 4];
  const mosaic = mosaicOf(neurons, side);
  assert.deepEqual([mosaic.across, mosaic.rows, mosaic.columns], [3, 9, 14]);
  const values = Float32Array.from({ length: neurons * side * side }, (_, place) => place + 1);
  const whole = { firstRow: 0, firstColumn: 0, rows: mosaic.rows, columns: mosaic.columns };
  const slice = readMosaic(mosaic, values, { ...whole, mostRows: 100, mostColumns: 100 });
  assert.deepEqual(
    [...slice.values].filter((value) => value !== 0).sort((one, other) => one - other),
    [...values],
  );
  for (let row = 0; row < mosaic.rows; row++) {
    for (let column = 0; column < mosaic.columns; column++) {
      const at = mosaicPixel(mosaic, { row, column });
      const value = slice.values[row * slice.columns + column];
      assert.equal(value, at === null ? 0 : values[at.neuron * side * side + at.pixel]);
    }
  }
});

test("a thinned mosaic has the number of largest size of each patch, and what is not a number before all others", () => {
  const mosaic = mosaicOf(1, 4);
  const values = Float32Array.of(1, -3, 2, 0, 0, 2, Number.NaN, 5, 0, 0, 1, 1, 0, 0, -1, -2);
  const part = { firstRow: 0, firstColumn: 0, rows: 4, columns: 4, mostRows: 2, mostColumns: 2 };
  const slice = readMosaic(mosaic, values, part);
  assert.deepEqual([...slice.values], [-3, Number.NaN, 0, -2]);
  assert.deepEqual([slice.rows, slice.columns, slice.rowsInEach, slice.columnsInEach], [2, 2, 2, 2]);
});
