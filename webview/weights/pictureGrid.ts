/** Where each neuron's picture is: in rows, left to right, each with a line of text beneath. Lengths are CSS pixels. */
export interface PictureGrid {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** neurons of the previous layer on each side of a picture */
  readonly inputSide: number;
  /** a picture's width and height */
  readonly side: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly width: number;
  readonly height: number;
}

/** What is under a point: a neuron, and which of its weights; `input` is null under its text. */
export interface PicturePlace {
  /** place on the page, from 0 */
  readonly index: number;
  /** row · inputSide + column */
  readonly input: number | null;
}

export const captionHeight = 17;
/** Room around the pictures for the ring of an inspected one. */
const pictureMargin = 4;
const gap = 10;
const leastScale = 2;
/** in CSS pixels: five for each of 28 */
const mostSide = 140;

/**
 * Pictures as large as fit into the room, a whole number of device pixels for each weight, so that all weights are
 * squares of one size. When even the smallest do not fit, the grid is higher than the room.
 *
 * @param captionWidth what a picture's text needs
 */
export function layOutPictures(
  count: number,
  inputSide: number,
  captionWidth: number,
  room: { readonly width: number; readonly height: number },
  pixelRatio: number,
): PictureGrid {
  const least = Math.max(1, Math.round(leastScale * pixelRatio));
  let grid: PictureGrid | undefined;
  for (let scale = Math.max(least, Math.round((mostSide / inputSide) * pixelRatio)); scale >= least; scale--) {
    const side = (inputSide * scale) / pixelRatio;
    const cellWidth = Math.ceil(Math.max(side, captionWidth)) + gap;
    const cellHeight = Math.ceil(side) + captionHeight + gap;
    const fitting = Math.max(1, Math.floor((room.width - 2 * pictureMargin + gap) / cellWidth));
    const rows = Math.ceil(count / fitting);
    // As many in each row: sixteen are two rows of eight, not ten and six.
    const columns = Math.ceil(count / rows);
    const width = columns * cellWidth - gap + 2 * pictureMargin;
    const height = rows * cellHeight - gap + 2 * pictureMargin;
    grid = { count, columns, rows, inputSide, side, cellWidth, cellHeight, width, height };
    if (height <= room.height && width <= room.width) break;
  }
  if (grid === undefined) throw new RangeError("Picture grid: expected a device pixel ratio above 0.");
  return grid;
}

/** The left upper corner of a picture. */
export function pictureCorner(grid: PictureGrid, index: number): { left: number; top: number } {
  return {
    left: pictureMargin + (index % grid.columns) * grid.cellWidth,
    top: pictureMargin + Math.floor(index / grid.columns) * grid.cellHeight,
  };
}

/** What is at a point of the grid; undefined between pictures. */
export function pictureAt(grid: PictureGrid, x: number, y: number): PicturePlace | undefined {
  const gridColumn = Math.floor((x - pictureMargin) / grid.cellWidth);
  const gridRow = Math.floor((y - pictureMargin) / grid.cellHeight);
  if (gridColumn < 0 || gridColumn >= grid.columns || gridRow < 0) return undefined;
  const index = gridRow * grid.columns + gridColumn;
  if (index >= grid.count) return undefined;
  const { left, top } = pictureCorner(grid, index);
  if (y >= top + grid.side + captionHeight || x >= left + grid.cellWidth - gap) return undefined;
  if (x >= left + grid.side || y >= top + grid.side) return { index, input: null };
  const column = Math.floor(((x - left) / grid.side) * grid.inputSide);
  const row = Math.floor(((y - top) / grid.side) * grid.inputSide);
  return { index, input: row * grid.inputSide + column };
}
