/** What decides whether a column has room. */
export interface RankedColumn {
  readonly id: string;
  readonly widthCssPixels: number;
  /** of columns that make room for others, the one with the largest goes first; those without one stay */
  readonly rank?: number;
}

/**
 * Which columns of a table have room beside each other, the first always. A column by which the table is sorted stays.
 *
 * @param room in CSS pixels
 * @returns their ids
 */
export function fittingColumns(
  columns: readonly RankedColumn[],
  room: number,
  sorted: string | null,
): ReadonlySet<string> {
  const [first, ...others] = columns;
  const rankOf = ({ id, rank }: RankedColumn) => (rank === undefined || id === sorted ? 0 : rank);
  const fitting = new Set([first.id]);
  let width = first.widthCssPixels;
  for (const column of others.toSorted((one, other) => rankOf(one) - rankOf(other))) {
    width += column.widthCssPixels;
    if (rankOf(column) > 0 && width > room) break;
    fitting.add(column.id);
  }
  return fitting;
}
