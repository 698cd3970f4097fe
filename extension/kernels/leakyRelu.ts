/** What a leaky ReLU lets through of a negative weighted sum. */
export const leak: f32 = 0.01;

/**
 * a = z where z is positive, z / 100 where not, four at a time.
 *
 * @param sums z, [count], finite
 * @param activations receives a, [count]; may be the same memory
 * @param count a multiple of 4
 */
export function leakyRelu(sums: usize, activations: usize, count: usize): void {
  const end = sums + (count << 2);
  const share = f32x4.splat(leak);
  while (sums < end) {
    const z = v128.load(sums);
    v128.store(activations, f32x4.pmax(f32x4.mul(share, z), z));
    sums += 16;
    activations += 16;
  }
}
