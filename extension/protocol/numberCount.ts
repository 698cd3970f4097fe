/** How many numbers a tensor of this shape holds: 1 for a single number's, []. */
export function numberCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
