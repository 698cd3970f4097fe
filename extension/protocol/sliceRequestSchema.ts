import * as v from "valibot";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(2 ** 24));

/** A {@link import("./weightsSummary.ts").SliceRequest} of a webview: whether the tensor has such a part, the reader says. */
export const sliceRequestSchema = v.object({
  rowDimension: v.nullable(index),
  columnDimension: v.nullable(index),
  at: v.pipe(v.array(index), v.maxLength(64)),
  firstRow: index,
  firstColumn: index,
  rows: index,
  columns: index,
  mostRows: size,
  mostColumns: size,
});
