/**
 * a = max(0, z), four at a time.
 *
 * @param sums z, [count], finite
 * @param activations receives a, [count]; may be the same memory
 * @param count a multiple of 4
 */
export function relu(sums: usize, activations: usize, count: usize): void {
  const end = sums + (count << 2);
  const zero = f32x4.splat(0);
  while (sums < end) {
    v128.store(activations, f32x4.pmax(zero, v128.load(sums)));
    sums += 16;
    activations += 16;
  }
}
