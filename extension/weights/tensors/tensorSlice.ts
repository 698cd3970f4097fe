import { numberCount } from "../../protocol/numberCount.ts";
import type { SliceRequest, TensorForm, TensorSlice } from "../../protocol/weightsSummary.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import type { Numbers } from "./numbers.ts";

/**
 * Reads the part of a tensor that is seen, and of the file only the stretches it lies in. It yields now and then the
 * share that is done, 0…1, so that others get a turn.
 *
 * @throws {WeightsFileError} when the tensor has no such part, or its numbers cannot be read
 */
export function* readSlice(tensor: StoredTensor, request: SliceRequest): Generator<number, TensorSlice> {
  checkSlice(tensor, request);
  const { rows, columns, firstRow, firstColumn, mostRows, mostColumns } = request;
  const rowsInEach = Math.max(1, Math.ceil(rows / mostRows));
  const columnsInEach = Math.max(1, Math.ceil(columns / mostColumns));
  const patches = new Patches(rows, columns, rowsInEach, columnsInEach);
  const down: Axis = { stride: strideOf(tensor, request.rowDimension), first: firstRow, count: rows };
  const across: Axis = { stride: strideOf(tensor, request.columnDimension), first: firstColumn, count: columns };
  const start = startOf(tensor, request);
  // Read in the order in which the numbers lie: in a compressed file there is no going back.
  if (down.stride >= across.stride) {
    yield* readAlong(tensor, start, down, across, (row, column, run) => patches.takeRow(row, column, run));
  } else {
    yield* readAlong(tensor, start, across, down, (column, row, run) => patches.takeColumn(column, row, run));
  }
  return patches.slice;
}

/** Numbers of a picture at most: 4096 × 4096. */
const mostSliceNumbers = 2 ** 24;
/** Read at once at most, with what lies between the numbers that are seen. */
const mostReadAtOnce = 2 ** 18;
/** Numbers that are passed over rather than left out: reading has a price of its own, be it of one number. */
const mostPassedOver = 64;

/** One of the two directions of a picture. */
interface Axis {
  /** from one to the next, in numbers */
  readonly stride: number;
  readonly first: number;
  readonly count: number;
}

/** Numbers that follow from one another on a line of the picture: every `stride`th of `numbers`, from `start` on. */
interface Run {
  readonly numbers: Numbers;
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** Reads `outer.count` lines, each along `inner`, whose numbers lie closer. */
function* readAlong(
  tensor: StoredTensor,
  start: number,
  outer: Axis,
  inner: Axis,
  take: (outerIndex: number, firstInnerIndex: number, run: Run) => void,
): Generator<number> {
  const span = (inner.count - 1) * inner.stride + 1;
  const isDense = inner.stride <= mostPassedOver;
  // Several lines at once, where little lies between them.
  const areLinesClose = isDense && outer.stride - span <= Math.max(mostPassedOver, span);
  const linesAtOnce = areLinesClose ? Math.max(1, Math.floor(mostReadAtOnce / outer.stride)) : 1;
  const innerAtOnce = isDense ? Math.max(1, Math.floor(mostReadAtOnce / inner.stride)) : 1;
  let sinceYield = 0;
  for (let line = 0; line < outer.count; line += linesAtOnce) {
    const lines = Math.min(linesAtOnce, outer.count - line);
    for (let from = 0; from < inner.count; from += innerAtOnce) {
      const count = Math.min(innerAtOnce, inner.count - from);
      const place = start + (outer.first + line) * outer.stride + (inner.first + from) * inner.stride;
      const length = (lines - 1) * outer.stride + (count - 1) * inner.stride + 1;
      const numbers = tensor.read(place, length);
      for (let i = 0; i < lines; i++) {
        take(line + i, from, { numbers, start: i * outer.stride, stride: inner.stride, count });
      }
      sinceYield += length + readingCost;
      if (sinceYield >= mostReadAtOnce) {
        sinceYield = 0;
        yield (line + lines - 1 + (from + count) / inner.count) / outer.count;
      }
    }
  }
}

/** What a reading costs beside its numbers, in numbers. */
const readingCost = 256;

/** The picture, each of its numbers the one of largest size in its patch of the part. */
class Patches {
  readonly slice: TensorSlice;
  readonly #isThinned: boolean;

  constructor(rows: number, columns: number, rowsInEach: number, columnsInEach: number) {
    const [patchRows, patchColumns] = [Math.ceil(rows / rowsInEach), Math.ceil(columns / columnsInEach)];
    const values = new Float32Array(patchRows * patchColumns);
    this.slice = { rows: patchRows, columns: patchColumns, values, rowsInEach, columnsInEach };
    this.#isThinned = rowsInEach > 1 || columnsInEach > 1;
  }

  takeRow(row: number, firstColumn: number, run: Run): void {
    const { columns, rowsInEach, columnsInEach } = this.slice;
    this.#take(Math.floor(row / rowsInEach) * columns, 1, firstColumn, columnsInEach, run);
  }

  takeColumn(column: number, firstRow: number, run: Run): void {
    const { columns, rowsInEach, columnsInEach } = this.slice;
    this.#take(Math.floor(column / columnsInEach), columns, firstRow, rowsInEach, run);
  }

  /** @param base where the line of patches begins in the picture, whose next patch is `step` on: each of `inEach` numbers */
  #take(base: number, step: number, first: number, inEach: number, { numbers, start, stride, count }: Run): void {
    const { values } = this.slice;
    if (!this.#isThinned) {
      for (let i = 0; i < count; i++) values[base + (first + i) * step] = numbers[start + i * stride];
      return;
    }
    for (let i = 0; i < count; ) {
      const patch = Math.floor((first + i) / inEach);
      const end = Math.min(count, (patch + 1) * inEach - first);
      const place = base + patch * step;
      let largest = values[place];
      for (; i < end; i++) {
        const value = numbers[start + i * stride];
        // What there is is kept where it is NaN already.
        if (Math.abs(value) > Math.abs(largest) || Number.isNaN(value)) largest = value;
      }
      values[place] = largest;
    }
  }
}

function startOf({ shape }: TensorForm, { rowDimension, columnDimension, at }: SliceRequest): number {
  let start = 0;
  for (let dimension = 0; dimension < shape.length; dimension++) {
    const isSeen = dimension === rowDimension || dimension === columnDimension;
    start = start * shape[dimension] + (isSeen ? 0 : at[dimension]);
  }
  return start;
}

function strideOf({ shape }: TensorForm, dimension: number | null): number {
  return dimension === null ? 1 : numberCount(shape.slice(dimension + 1));
}

function checkSlice(tensor: StoredTensor, request: SliceRequest): void {
  const { shape } = tensor;
  const refuse = (expected: string, found: unknown): never => {
    throw new WeightsFileError(tensor.name, `expected ${expected}, found ${JSON.stringify(found)}.`);
  };
  const { rowDimension, columnDimension, at, firstRow, firstColumn, rows, columns } = request;
  const isDimension = (dimension: number | null) =>
    dimension === null || (isIndex(dimension) && dimension < shape.length);
  const areTwo = rowDimension !== columnDimension || rowDimension === null;
  if (!isDimension(rowDimension) || !isDimension(columnDimension) || !areTwo) {
    refuse(`two of its ${shape.length} dimensions`, [rowDimension, columnDimension]);
  }
  const isSeen = (dimension: number) => dimension === rowDimension || dimension === columnDimension;
  const isWithin = shape.every(
    (size, dimension) => isSeen(dimension) || (isIndex(at[dimension]) && at[dimension] < size),
  );
  if (at.length !== shape.length || !isWithin) refuse(`an index in each dimension of [${shape.join(", ")}]`, at);
  const height = rowDimension === null ? 1 : shape[rowDimension];
  const width = columnDimension === null ? 1 : shape[columnDimension];
  const isPart = (first: number, count: number, size: number) =>
    isIndex(first) && isIndex(count) && first + count <= size;
  if (!isPart(firstRow, rows, height) || !isPart(firstColumn, columns, width)) {
    refuse(`a part of its ${height} rows and ${width} columns`, { firstRow, rows, firstColumn, columns });
  }
  const { mostRows, mostColumns } = request;
  const isSize = (size: number) => isIndex(size) && size >= 1;
  if (!isSize(mostRows) || !isSize(mostColumns) || mostRows * mostColumns > mostSliceNumbers) {
    refuse(`a picture of 1 to ${mostSliceNumbers} numbers`, [mostRows, mostColumns]);
  }
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
