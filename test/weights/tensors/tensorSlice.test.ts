import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import type { SliceRequest } from "../../../extension/protocol/weightsSummary.ts";
import { readSlice } from "../../../extension/weights/tensors/tensorSlice.ts";
import { fc } from "../../properties.ts";
import { resultOf, tensorOf } from "../tensorOf.ts";

/** A shape and a part of it that is there. */
const anySlice = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }).chain((shape) => {
  const dimension = shape.length === 0 ? fc.constant(null) : fc.option(fc.nat(shape.length - 1));
  return fc
    .record({ row: dimension, column: dimension, at: fc.tuple(...shape.map((size) => fc.nat(size - 1))) })
    .filter(({ row, column }) => row !== column || row === null)
    .chain(({ row, column, at }) => {
      const [height, width] = [row, column].map((seen) => (seen === null ? 1 : shape[seen]));
      const part = (size: number) =>
        fc.nat(size - 1).chain((first) => fc.tuple(fc.constant(first), fc.nat(size - first)));
      return fc
        .tuple(part(height), part(width), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }))
        .map(([[firstRow, rows], [firstColumn, columns], mostRows, mostColumns]) => {
          const seen = { rowDimension: row, columnDimension: column, at };
          const slice: SliceRequest = { ...seen, firstRow, rows, firstColumn, columns, mostRows, mostColumns };
          return { shape, slice };
        });
    });
});

/** Distinct sizes, both signs, some NaN and infinities. */
function valueAt(index: number): number {
  if (index % 13 === 7) return Number.NaN;
  if (index % 11 === 5) return Number.POSITIVE_INFINITY;
  return index % 2 === 0 ? index : -index;
}

/** What the slice must hold, looked up number by number. */
function expectedSlice(shape: readonly number[], slice: SliceRequest): number[][] {
  const { rowDimension, columnDimension, at, rows, columns, mostRows, mostColumns } = slice;
  const rowsInEach = Math.max(1, Math.ceil(rows / mostRows));
  const columnsInEach = Math.max(1, Math.ceil(columns / mostColumns));
  const patches = Array.from({ length: Math.ceil(rows / rowsInEach) }, () =>
    Array.from({ length: Math.ceil(columns / columnsInEach) }, (): number[] => []),
  );
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = [...at];
      if (rowDimension !== null) place[rowDimension] = slice.firstRow + row;
      if (columnDimension !== null) place[columnDimension] = slice.firstColumn + column;
      const index = shape.reduce((sum, size, dimension) => sum * size + place[dimension], 0);
      patches[Math.floor(row / rowsInEach)][Math.floor(column / columnsInEach)].push(valueAt(index));
    }
  }
  const size = (value: number) => (Number.isNaN(value) ? [1, 0] : [0, Math.abs(value)]);
  const largest = (values: readonly number[]) =>
    values.reduce((a, b) => ((size(b)[0] - size(a)[0] || size(b)[1] - size(a)[1]) > 0 ? b : a));
  return patches.map((row) => row.map(largest));
}

const whole: SliceRequest = {
  rowDimension: 0,
  columnDimension: 1,
  at: [0, 0],
  firstRow: 0,
  firstColumn: 0,
  rows: 2,
  columns: 3,
  mostRows: 10,
  mostColumns: 10,
};

suite("a slice of a tensor", () => {
  test("holds the numbers it stands for, each patch the one of largest size", () => {
    fc.assert(
      fc.property(anySlice, ({ shape, slice }) => {
        const count = numberCount(shape);
        const numbers = Array.from({ length: count }, (_, index) => valueAt(index));
        const { rows, columns, values } = resultOf(readSlice(tensorOf(shape, numbers), slice));
        const expected = expectedSlice(shape, slice);
        assert.ok(rows <= slice.mostRows && columns <= slice.mostColumns);
        assert.deepEqual([...values], expected.flat());
        assert.deepEqual([rows, values.length], [expected.length, rows * columns]);
      }),
      { numRuns: 500 },
    );
  });

  test("reads what it shows and little else, front to back", () => {
    const [rows, columns] = [100, 5000];
    const numbers = new Float64Array(rows * columns);
    const readingsOf = (slice: Partial<SliceRequest>) => {
      const readings: [number, number][] = [];
      resultOf(readSlice(tensorOf([rows, columns], numbers, readings), { ...whole, ...slice }));
      assert.ok(readings.every(([from], index) => index === 0 || from > readings[index - 1][0]));
      return { readings: readings.length, read: readings.reduce((sum, [, count]) => sum + count, 0) };
    };
    // A corner: a reading a row, of nothing beside it.
    assert.deepEqual(readingsOf({ rows: 10, columns: 20 }), { readings: 10, read: 200 });
    // One column, also when it runs across.
    assert.deepEqual(readingsOf({ rows: 100, columns: 1 }), { readings: 100, read: 100 });
    const across = { rowDimension: 1, columnDimension: 0, rows: 1, columns: 100 };
    assert.deepEqual(readingsOf(across), { readings: 100, read: 100 });
    // All of it: many rows at once.
    const all = readingsOf({ rows, columns, mostRows: 10, mostColumns: 10 });
    assert.equal(all.read, rows * columns);
    assert.ok(all.readings <= 3, `${all.readings}`);
  });

  for (const [what, change, message] of [
    [
      "a dimension it has not",
      { rowDimension: 2 },
      /^WeightsFileError: a: expected two of its 2 dimensions, found \[2,1\]\.$/,
    ],
    ["one dimension twice", { rowDimension: 1 }, /expected two of its 2 dimensions, found \[1,1\]\./],
    [
      "a place it has not",
      { columnDimension: null, columns: 1, at: [0, 3] },
      /expected an index in each dimension of \[2, 3\]/,
    ],
    ["rows it has not", { firstRow: 1 }, /expected a part of its 2 rows and 3 columns, found/],
    ["half a column", { columns: 0.5 }, /expected a part of its 2 rows and 3 columns, found/],
    [
      "a picture without end",
      { mostRows: 1e9 },
      /expected a picture of 1 to 16777216 numbers, found \[1000000000,10\]/,
    ],
  ] as const) {
    test(`of ${what} is refused before anything is read`, () => {
      const readings: [number, number][] = [];
      const tensor = tensorOf([2, 3], new Float64Array(6), readings);
      assert.throws(() => resultOf(readSlice(tensor, { ...whole, ...change })), message);
      assert.deepEqual(readings, []);
    });
  }
});
