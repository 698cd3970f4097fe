/**
 * sums += addends, and addends = 0: applies a mini-batch's nudges and clears the way for the next.
 *
 * @param addends [count], zero afterwards
 * @param sums [count]
 * @param count a multiple of 4
 */
export function addInto(addends: usize, sums: usize, count: usize): void {
  const end = addends + (count << 2);
  const zero = f32x4.splat(0);
  while (addends < end) {
    v128.store(sums, f32x4.add(v128.load(sums), v128.load(addends)));
    v128.store(addends, zero);
    addends += 16;
    sums += 16;
  }
}
