/**
 * Finds the weights of a panel that carry much: |w · a| at least `least`.
 *
 * @param panel input-major, [inputs, width]
 * @param width a multiple of 4
 * @param activations a of the previous layer, [inputs]
 * @param found receives where they are: u32, numbers from the panel's first; of more than `most` of them only the first
 * @returns how many there are
 */
export function findCarrying(
  panel: usize,
  inputs: usize,
  width: usize,
  activations: usize,
  least: f32,
  found: usize,
  most: usize,
): usize {
  const limits = f32x4.splat(least);
  const widthBytes = width << 2;
  let count: usize = 0;
  let row = panel;
  for (let input: usize = 0; input < inputs; input++, row += widthBytes) {
    const activation = v128.load32_splat(activations + (input << 2));
    for (let column: usize = 0; column < widthBytes; column += 16) {
      const carried = f32x4.abs(f32x4.mul(activation, v128.load(row + column)));
      let lanes = i32x4.bitmask(f32x4.ge(carried, limits));
      for (; lanes !== 0; lanes &= lanes - 1) {
        if (count < most) store<u32>(found + (count << 2), <u32>(((row + column - panel) >> 2) + ctz(lanes)));
        count++;
      }
    }
  }
  return count;
}
