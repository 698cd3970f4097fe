/**
 * Gives each row a column of its own so that the costs add up to the least: the Hungarian algorithm, by shortest
 * augmenting paths, in O(size³).
 *
 * @param costs row-major, [size, size], finite
 * @returns gives the share that is done, 0…1, after each row; at the end each row's column, [size]
 * @see Jonker and Volgenant, A Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems, 1987
 */
export function* cheapestAssignment(costs: Float64Array, size: number): Generator<number, Uint32Array> {
  if (costs.length !== size * size) {
    throw new RangeError(`Assignment: expected ${size} × ${size} costs, found ${costs.length}.`);
  }
  // Potentials u, v with u + v ≤ cost everywhere, and equality where a row has its column. Column `size` is where a new row
  // waits for one.
  const rowPotentials = new Float64Array(size);
  const columnPotentials = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1).fill(-1);
  for (let row = 0; row < size; row++) {
    rowOf[size] = row;
    const { end, cameFrom } = shortestPath(costs, size, rowPotentials, columnPotentials, rowOf);
    // Along the path each row moves on to the next column.
    for (let column = end; column !== size; column = cameFrom[column]) rowOf[column] = rowOf[cameFrom[column]];
    yield (row + 1) / size;
  }
  const columnOf = new Uint32Array(size);
  for (let column = 0; column < size; column++) columnOf[rowOf[column]] = column;
  return columnOf;
}

/**
 * The cheapest way, in costs above the potentials, from the row that waits to a column that nobody has.
 *
 * @param rowPotentials, columnPotentials are changed so that the way costs nothing
 * @returns the free column, and for each column on the way the one before it
 */
function shortestPath(
  costs: Float64Array,
  size: number,
  rowPotentials: Float64Array,
  columnPotentials: Float64Array,
  rowOf: Int32Array,
): { readonly end: number; readonly cameFrom: Int32Array } {
  const distances = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Int32Array(size + 1);
  const isReached = new Uint8Array(size + 1);
  let column = size;
  while (rowOf[column] !== -1) {
    isReached[column] = 1;
    const row = rowOf[column];
    let nearest = -1;
    for (let next = 0; next < size; next++) {
      if (isReached[next] === 1) continue;
      const distance = costs[row * size + next] - rowPotentials[row] - columnPotentials[next];
      if (distance < distances[next]) {
        distances[next] = distance;
        cameFrom[next] = column;
      }
      if (nearest < 0 || distances[next] < distances[nearest]) nearest = next;
    }
    const step = distances[nearest];
    for (let k = 0; k <= size; k++) {
      if (isReached[k] === 1) {
        rowPotentials[rowOf[k]] += step;
        columnPotentials[k] -= step;
      } else if (k < size) distances[k] -= step;
    }
    column = nearest;
  }
  return { end: column, cameFrom };
}
