/**
 * Multiplications that training takes for one example, black pixels left out: each weight is multiplied when activations
 * are carried forward, when errors are carried back (not to the pixels), and when it is nudged.
 *
 * @param sizes neurons of every layer
 * @param density share of pixels that are not black
 */
export function multiplications(sizes: readonly number[], density: number): number {
  const first = 2 * density * sizes[0] * sizes[1];
  return sizes.slice(2).reduce((sum, size, k) => sum + 3 * size * sizes[k + 1], first);
}
