import type { StoredTensor } from "../weightsFile.ts";
import { numbersInPiece } from "./tensorPieces.ts";

/** A matrix seen from its other side: [rows, columns] as [columns, rows]. */
export function turnedTensor(tensor: StoredTensor): StoredTensor {
  const [rows, columns] = tensor.shape;
  const read = (from: number, count: number) => {
    const numbers = new Float64Array(count);
    if (count === 0) return numbers;
    const firstColumn = Math.floor(from / rows);
    const columnCount = Math.floor((from + count - 1) / rows) - firstColumn + 1;
    // Much of every row is wanted: many rows are read at once, rather than a piece of each.
    const isWide = columnCount * 4 >= columns;
    const rowsAtOnce = isWide ? Math.max(1, Math.floor(numbersInPiece / columns)) : 1;
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const rowCount = Math.min(rowsAtOnce, rows - first);
      const stride = isWide ? columns : columnCount;
      const piece = tensor.read(first * columns + (isWide ? 0 : firstColumn), isWide ? rowCount * columns : stride);
      const skipped = isWide ? firstColumn : 0;
      for (let row = 0; row < rowCount; row++) {
        for (let column = 0; column < columnCount; column++) {
          const place = (firstColumn + column) * rows + first + row - from;
          if (place >= 0 && place < count) numbers[place] = piece[row * stride + skipped + column];
        }
      }
    }
    return numbers;
  };
  const { name, dtype, isReadable } = tensor;
  return { name, dtype, isReadable, shape: [columns, rows], read };
}
