import {
  activationEndsOf,
  areDense,
  labelsOf,
  noteDense,
  packedPixelsOf,
  pixelActivationsOf,
  pixelStartsOf,
  placesOf,
  slotLabelsOf,
} from "./records";
import { spreadPixels } from "./spreadPixels";

// Read from memory: V8 builds a vector constant anew each time round a loop.
const constants: usize = memory.data<f32>([1.0 / 255.0]);

/** Bytes of the activations of all 784 pixels. */
const pictureBytes: usize = 784 * 4;

/**
 * Puts examples into the slots of a workspace: makes activations of the values of their non-black pixels, eight at a time, so that
 * forward and update need not decode them again; of dense examples, activations of all their pixels. What is written past an
 * example's end is overwritten by the next, or lies in the workspace's slack.
 *
 * @param order [count + ahead] u32, which examples
 * @param ahead examples that come next: their pixels are fetched into the cache meanwhile
 */
export function unpackExamples(examples: usize, order: usize, count: usize, ahead: usize, workspace: usize): void {
  const starts = pixelStartsOf(examples);
  const packed = packedPixelsOf(examples);
  const labels = labelsOf(examples);
  const places = placesOf(workspace);
  const activationEnds = activationEndsOf(workspace);
  const slotLabels = slotLabelsOf(workspace);
  const dense = areDense(examples);
  noteDense(workspace, dense);
  let activation = pixelActivationsOf(workspace);
  for (let slot: usize = 0; slot < count; slot++) {
    const example: usize = load<u32>(order + (slot << 2));
    store<u8>(slotLabels + slot, load<u8>(labels + example));
    const start: usize = load<u32>(starts + (example << 2));
    const pixels: usize = <usize>load<u32>(starts + (example << 2), 4) - start;
    const place = packed + start * 3;
    store<u32>(places + (slot << 2), <u32>place);
    let value = place + (pixels << 1);
    if (dense) {
      spreadPixels(place, value, pixels, activation);
      activation += pictureBytes;
      continue;
    }
    const end = activation + (pixels << 2);
    for (let eight = activation; eight < end; eight += 32) {
      const unit = v128.load32_splat(constants);
      const values = i16x8.extend_low_i8x16_u(v128.load64_zero(value));
      v128.store(eight, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(values)), unit));
      v128.store(eight, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(values)), unit), 16);
      value += 8;
    }
    activation = end;
    store<u32>(activationEnds + (slot << 2), <u32>activation);
  }
  // In the slack nobody reads it, but the fetching cannot be left out.
  store<u32>(activation, fetch(examples, order + (count << 2), ahead));
}

/** Reads a byte of every cache line of the examples' pixels: they lie anywhere, and memory is slow. @returns their sum */
function fetch(examples: usize, order: usize, count: usize): u32 {
  const starts = pixelStartsOf(examples);
  const packed = packedPixelsOf(examples);
  let sum: u32 = 0;
  for (let k: usize = 0; k < count; k++) {
    const example: usize = load<u32>(order + (k << 2));
    const end = packed + <usize>load<u32>(starts + (example << 2), 4) * 3;
    for (let line = packed + <usize>load<u32>(starts + (example << 2)) * 3; line < end; line += 64) {
      sum += load<u8>(line);
    }
  }
  return sum;
}
