import type { DrawnTensor, PageShade } from "../protocol/weightsPicture.ts";
import type { SliceRequest } from "../protocol/weightsSummary.ts";
import { readSlice } from "../weights/tensors/tensorSlice.ts";
import type { StoredTensor } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { drawBars, mostBars } from "./drawBars.ts";
import { PaintedPicture } from "./paintedPicture.ts";
import { pictureLimit } from "./pictureLimit.ts";

/**
 * In pixels: no wider than a hover is, and as high as leaves room for words above and beneath: VS Code cuts a hover at 250
 * pixels, or a quarter of the editor where that is more.
 */
const mostWidth = 480;
const mostHeight = 128;
/** Numbers seen, across and down: more would not fit into a hover's text. */
const mostColumns = 240;
const mostRows = 128;
/** Pixels that a number is drawn with, across and down, at most. */
const mostScale = 12;
/** Numbers read at once at most: nobody waits longer for a picture. */
const mostNumbers = 2 ** 20;

/**
 * Draws a tensor's last two dimensions, or as many of their rows as are quickly read; a single row as bars. Yields while it
 * reads the share that is done.
 *
 * @throws {WeightsFileError} when it has no numbers, or they cannot be read
 */
export function* drawTensor(tensor: StoredTensor, page: PageShade): Generator<number, DrawnTensor> {
  const { shape } = tensor;
  const columns = Math.min(shape.at(-1) ?? 1, mostNumbers);
  const rows = Math.min(shape.at(-2) ?? 1, Math.max(1, Math.floor(mostNumbers / Math.max(1, columns))));
  if (rows * columns === 0) {
    throw new WeightsFileError(tensor.name, `expected numbers, found the shape ${JSON.stringify(shape)}.`);
  }
  const isRow = rows === 1 && columns > 1;
  const slice: SliceRequest = {
    rowDimension: shape.length >= 2 ? shape.length - 2 : null,
    columnDimension: shape.length >= 1 ? shape.length - 1 : null,
    at: shape.map(() => 0),
    firstRow: 0,
    firstColumn: 0,
    rows,
    columns,
    mostRows,
    mostColumns: isRow ? mostBars : mostColumns,
  };
  const seen = yield* readSlice(tensor, slice);
  if (isRow) return { picture: drawBars(seen.values, page), rows, columns, numbersInBar: seen.columnsInEach };
  const fitting = Math.min(mostScale, Math.floor(mostWidth / seen.columns), Math.floor(mostHeight / seen.rows));
  const scale = Math.max(1, fitting);
  const picture = new PaintedPicture(seen.columns * scale + 2, seen.rows * scale + 2, pictureLimit(seen.values), page);
  picture.paint(seen.values, seen.columns, 1, 1, scale);
  return { picture: picture.finish(seen.values), rows, columns, numbersInBar: null };
}
