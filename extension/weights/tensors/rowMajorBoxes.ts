import { numberCount } from "../../protocol/numberCount.ts";
/** A part of a tensor that is a box: in each dimension, `sizes` indices from `starts` on. */
export interface TensorBox {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  /** how many of the numbers asked for come before it */
  readonly first: number;
}

/**
 * Cuts a stretch of a tensor's numbers, counted in row-major order, into boxes: the rest of the row that it begins in, the
 * rest of the matrix, and so on up; then whole slices, and down again. At most two boxes a dimension, in order.
 *
 * @param from index of the first number
 * @param count of numbers; from + count is at most the tensor's
 */
export function rowMajorBoxes(shape: readonly number[], from: number, count: number): TensorBox[] {
  if (count === 0) return [];
  if (shape.length === 0) return [{ starts: [], sizes: [], first: 0 }];
  /** numbers in one slice of each dimension */
  const slices = shape.map((_, dimension) => numberCount(shape.slice(dimension + 1)));
  const boxes: TensorBox[] = [];
  const end = from + count;
  for (let place = from; place < end; ) {
    // The largest slices that begin here and do not go beyond the end.
    const dimension = slices.findIndex((slice) => place % slice === 0 && place + slice <= end);
    const starts = slices.map((slice, i) => Math.floor(place / slice) % shape[i]);
    const toEnd = Math.floor((end - place) / slices[dimension]);
    const many = Math.min(toEnd, shape[dimension] - starts[dimension]);
    const sizes = shape.map((size, i) => (i < dimension ? 1 : i === dimension ? many : size));
    boxes.push({ starts, sizes, first: place - from });
    place += many * slices[dimension];
  }
  return boxes;
}
