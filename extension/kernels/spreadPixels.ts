const constants: usize = memory.data<f32>([1.0 / 255.0]);

/**
 * The activations of all pixels of an example, black ones included: eight at a time, where as many follow each other.
 *
 * @param places u16, of the pixels that are not black
 * @param values u8, of the same
 * @param activations receives [784] f32
 */
export function spreadPixels(places: usize, values: usize, pixels: usize, activations: usize): void {
  memory.fill(activations, 0, 784 * 4);
  const end = places + (pixels << 1);
  while (places < end) {
    const first: usize = load<u16>(places);
    if (places + 16 <= end && <usize>load<u16>(places, 14) === first + 7) {
      const target = activations + (first << 2);
      const unit = v128.load32_splat(constants);
      const eight = i16x8.extend_low_i8x16_u(v128.load64_zero(values));
      v128.store(target, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight)), unit));
      v128.store(target, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight)), unit), 16);
      places += 16;
      values += 8;
    } else {
      store<f32>(activations + (first << 2), <f32>load<u8>(values) * load<f32>(constants));
      places += 2;
      values++;
    }
  }
}
