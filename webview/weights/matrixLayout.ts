/**
 * Where a layer's weights are as a matrix: a row for each neuron that listens, a column for each that speaks to it, the
 * biases as a column set apart. Lengths are CSS pixels.
 */
export interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  /** width of one weight */
  readonly cellWidth: number;
  /** height of one weight: its width, or more where there are few rows of many columns */
  readonly cellHeight: number;
  /** left edge of the weights */
  readonly left: number;
  /** upper edge of the weights and biases */
  readonly top: number;
  readonly biasLeft: number;
  readonly biasWidth: number;
  readonly width: number;
  readonly height: number;
}

/** What is under a point: whose row, and which of its numbers; null beside them. */
export interface MatrixPlace {
  /** row on the page, from 0 */
  readonly index: number;
  readonly input: number | "bias" | null;
}

/** Beyond the numbers of rows and columns there is one line for the name of each axis. */
export const axisNameSize = 16;
const axisNumberHeight = 14;
const axisNumberWidth = 26;
const biasGap = 8;
const leastBiasWidth = 8;
const margin = 4;
const mostCell = 18;
/** Rows as high as this are easily pointed at. */
const easyHeight = 12;

/**
 * Cells as large as fit into the room, squares where that leaves them easy to point at, a whole number of device pixels
 * each. When even cells of one CSS pixel do not fit, the matrix is larger than the room.
 */
export function layOutMatrix(
  rows: number,
  columns: number,
  room: { readonly width: number; readonly height: number },
  pixelRatio: number,
): MatrixLayout {
  const left = axisNameSize + axisNumberWidth;
  const top = axisNameSize + axisNumberHeight;
  const fittingWidth = (room.width - left - biasGap - leastBiasWidth - margin) / columns;
  const fittingHeight = (room.height - top - margin) / rows;
  const wholeDevicePixels = (length: number) =>
    Math.max(Math.ceil(pixelRatio), Math.floor(length * pixelRatio)) / pixelRatio;
  const cellWidth = wholeDevicePixels(Math.min(mostCell, fittingWidth, fittingHeight));
  const cellHeight = Math.max(cellWidth, wholeDevicePixels(Math.min(easyHeight, fittingHeight)));
  const biasLeft = left + columns * cellWidth + biasGap;
  const biasWidth = Math.max(leastBiasWidth, cellWidth);
  return {
    rows,
    columns,
    cellWidth,
    cellHeight,
    left,
    top,
    biasLeft,
    biasWidth,
    width: biasLeft + biasWidth + margin,
    height: top + rows * cellHeight + margin,
  };
}

/** What is at a point of the matrix; undefined above and below its rows. */
export function matrixPlaceAt(layout: MatrixLayout, x: number, y: number): MatrixPlace | undefined {
  const index = Math.floor((y - layout.top) / layout.cellHeight);
  if (index < 0 || index >= layout.rows) return undefined;
  const column = Math.floor((x - layout.left) / layout.cellWidth);
  if (column >= 0 && column < layout.columns) return { index, input: column };
  const isBias = x >= layout.biasLeft && x < layout.biasLeft + layout.biasWidth;
  return { index, input: isBias ? "bias" : null };
}

/** The least of 1, 2, 5, 10, … so many rows or columns apart that their numbers do not touch. */
export function numberSpacing(cell: number, leastDistance: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power * cell >= leastDistance) return step * power;
  }
}
