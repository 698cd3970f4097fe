/** Which dimensions of a tensor run down and across, and where one is in the others. */
export interface DimensionChoice {
  /** null for a tensor of fewer than two dimensions, which is one row */
  readonly rowDimension: number | null;
  /** null for a single number */
  readonly columnDimension: number | null;
  /** an index in each dimension; those of the two seen are 0 */
  readonly at: readonly number[];
}

/**
 * The two last dimensions, which lie side by side in the file, in the first slice of the others: a convolution's kernel, a
 * matrix of a stack. Dimensions of size 1 are left out of it where others are longer.
 */
export function defaultChoice(shape: readonly number[]): DimensionChoice {
  const at = shape.map(() => 0);
  if (shape.length === 0) return { rowDimension: null, columnDimension: null, at };
  if (shape.length === 1) return { rowDimension: null, columnDimension: 0, at };
  const long = shape.map((_, dimension) => dimension).filter((dimension) => shape[dimension] > 1);
  const last = shape.length - 1;
  if (shape.length > 2 && long.length >= 2) {
    return { rowDimension: long[long.length - 2], columnDimension: long[long.length - 1], at };
  }
  return { rowDimension: last - 1, columnDimension: last, at };
}

/** A choice that was made for a tensor of this rank, as far as it fits this shape; undefined when it does not. */
export function fittingChoice(choice: DimensionChoice, shape: readonly number[]): DimensionChoice | undefined {
  const { rowDimension, columnDimension, at } = choice;
  const isOne = (dimension: number | null) => dimension === null || dimension < shape.length;
  const takesTwo = rowDimension !== null && columnDimension !== null && rowDimension !== columnDimension;
  if (shape.length < 2 || !takesTwo || at.length !== shape.length || !isOne(rowDimension) || !isOne(columnDimension)) {
    return undefined;
  }
  return { ...choice, at: at.map((index, dimension) => Math.max(0, Math.min(index, shape[dimension] - 1))) };
}

/** Rows and columns that a choice shows. */
export function planeSize(shape: readonly number[], { rowDimension, columnDimension }: DimensionChoice) {
  return {
    rows: rowDimension === null ? 1 : shape[rowDimension],
    columns: columnDimension === null ? 1 : shape[columnDimension],
  };
}

/** Another dimension runs down, or across. The one that did takes the other's place where both would be the same. */
export function withDimension(
  choice: DimensionChoice,
  which: "rowDimension" | "columnDimension",
  dimension: number,
): DimensionChoice {
  const other = which === "rowDimension" ? "columnDimension" : "rowDimension";
  const swapped = choice[other] === dimension ? { [other]: choice[which] } : {};
  const at = choice.at.map((index, place) => (place === dimension ? 0 : index));
  return { ...choice, [which]: dimension, ...swapped, at };
}

/** Where a number of the plane is in the tensor: an index in each dimension. */
export function indicesOf(
  { rowDimension, columnDimension, at }: DimensionChoice,
  row: number,
  column: number,
): number[] {
  return at.map((index, dimension) =>
    dimension === rowDimension ? row : dimension === columnDimension ? column : index,
  );
}
