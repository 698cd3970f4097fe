import { labelsOf, packedPixelsOf, pixelStartsOf } from "./records";

/**
 * Makes distorted examples of others: each pixel's grey is that of the place in the original that it comes from, taken between the
 * four pixels around it. No sum is fused with a product, so that the pictures are the same whichever build makes them.
 *
 * @param examples the originals
 * @param order [count] u32, which of them
 * @param distortions [count, 120] f32, 16-byte aligned: see datasets/distortion.ts
 * @param distorted receives the examples, with room for the pixels of `count` whole pictures
 */
export function distortExamples(
  examples: usize,
  order: usize,
  count: usize,
  distortions: usize,
  distorted: usize,
): void {
  const starts = pixelStartsOf(distorted);
  let pixels: usize = 0;
  store<u32>(starts, 0);
  findSplineWeights();
  for (let slot: usize = 0; slot < count; slot++) {
    const example: usize = load<u32>(order + (slot << 2));
    store<u8>(labelsOf(distorted) + slot, load<u8>(labelsOf(examples) + example));
    paint(examples, example);
    resample(distortions + slot * distortionBytes);
    pixels += pack(packedPixelsOf(distorted) + pixels * 3);
    store<u32>(starts + (slot << 2), <u32>pixels, 4);
  }
}

// Places in a distortion.
const distortionBytes: usize = 480;
const knotsOfX: usize = 32;
const knotsOfY: usize = 256;
const knotRowBytes: usize = 32;

/** An original with black around it, [32, 32] f32: its pixel (row, column) is the canvas' (row + 1, column + 1). */
const canvas: usize = memory.data(4096, 16);
/** What the four knots around a pixel count, by its distance from the second of them: [4, 8] f32. */
const splineWeights: usize = memory.data(128, 16);
/** The displacements of a row of pixels where the knots' columns are: [8] f32. */
const rowKnotsOfX: usize = memory.data(32, 16);
const rowKnotsOfY: usize = memory.data(32, 16);
/** The new picture, [784] u8. */
const picture: usize = memory.data(784, 16);
/** Its greys that are not black. */
const greys: usize = memory.data(784, 16);

/** The cubic B-spline's, of knots 8 pixels apart. */
function findSplineWeights(): void {
  for (let pixel: usize = 0; pixel < 8; pixel++) {
    const t = <f32>pixel / 8;
    const rest: f32 = 1 - t;
    const weights = splineWeights + (pixel << 2);
    store<f32>(weights, (rest * rest * rest) / 6);
    store<f32>(weights, (t * t * (3 * t - 6) + 4) / 6, 32);
    store<f32>(weights, (rest * rest * (3 * rest - 6) + 4) / 6, 64);
    store<f32>(weights, (t * t * t) / 6, 96);
  }
}

/** Unpacks an original onto the canvas. */
function paint(examples: usize, example: usize): void {
  const starts = pixelStartsOf(examples) + (example << 2);
  const start: usize = load<u32>(starts);
  const pixels: usize = <usize>load<u32>(starts, 4) - start;
  const places = packedPixelsOf(examples) + start * 3;
  const values = places + (pixels << 1);
  memory.fill(canvas, 0, 4096);
  for (let k: usize = 0; k < pixels; k++) {
    const place: usize = load<u16>(places + (k << 1));
    const row = place / 28;
    store<f32>(canvas + ((place + row * 4 + 33) << 2), <f32>load<u8>(values + k));
  }
}

/** Takes every pixel of the new picture from the canvas. */
function resample(distortion: usize): void {
  const xx = v128.load32_splat(distortion);
  const yx = v128.load32_splat(distortion, 8);
  // The middle of a picture, (14, 14), is the canvas' (15, 15).
  const middleX: f32 = load<f32>(distortion, 16) + 15;
  const middleY: f32 = load<f32>(distortion, 20) + 15;
  for (let row: usize = 0; row < 28; row++) {
    bendRow(row, distortion + knotsOfX, rowKnotsOfX);
    bendRow(row, distortion + knotsOfY, rowKnotsOfY);
    const down: f32 = <f32>row - 14;
    const startX = f32x4.splat(load<f32>(distortion, 4) * down + middleX);
    const startY = f32x4.splat(load<f32>(distortion, 12) * down + middleY);
    let right = f32x4(-14, -13, -12, -11);
    for (let column: usize = 0; column < 28; column += 4) {
      const x = f32x4.add(f32x4.add(f32x4.mul(xx, right), startX), bendOf(column, rowKnotsOfX));
      const y = f32x4.add(f32x4.add(f32x4.mul(yx, right), startY), bendOf(column, rowKnotsOfY));
      const values = i32x4.trunc_sat_f32x4_s(f32x4.add(greysAt(x, y), f32x4.splat(0.5)));
      const narrow = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(values, values), values);
      v128.store32_lane(picture + row * 28 + column, narrow, 0);
      right = f32x4.add(right, f32x4.splat(4));
    }
  }
}

/** Weighs the four rows of knots around a row of pixels. @param knots of x or of y @param rowKnots receives their sums */
function bendRow(row: usize, knots: usize, rowKnots: usize): void {
  const weights = splineWeights + ((row & 7) << 2);
  let upper = knots + (row >> 3) * knotRowBytes;
  let left = f32x4.splat(0);
  let right = left;
  for (let i: usize = 0; i < 4; i++) {
    const weight = v128.load32_splat(weights + (i << 5));
    left = f32x4.add(left, f32x4.mul(weight, v128.load(upper)));
    right = f32x4.add(right, f32x4.mul(weight, v128.load(upper, 16)));
    upper += knotRowBytes;
  }
  v128.store(rowKnots, left);
  v128.store(rowKnots, right, 16);
}

/** The displacements of four pixels of a row. */
function bendOf(column: usize, rowKnots: usize): v128 {
  const knots = rowKnots + ((column >> 3) << 2);
  const weights = splineWeights + ((column & 4) << 2);
  const first = f32x4.mul(v128.load32_splat(knots), v128.load(weights));
  const second = f32x4.mul(v128.load32_splat(knots, 4), v128.load(weights, 32));
  const third = f32x4.mul(v128.load32_splat(knots, 8), v128.load(weights, 64));
  const fourth = f32x4.mul(v128.load32_splat(knots, 12), v128.load(weights, 96));
  return f32x4.add(f32x4.add(first, second), f32x4.add(third, fourth));
}

/** The greys at four places of the canvas, 0…255, each between the four pixels around it. */
function greysAt(x: v128, y: v128): v128 {
  // Beyond the margin all is as black as the margin.
  const least = f32x4.splat(0);
  const most = f32x4.splat(29);
  const insideX = f32x4.pmax(f32x4.pmin(x, most), least);
  const insideY = f32x4.pmax(f32x4.pmin(y, most), least);
  const columns = i32x4.trunc_sat_f32x4_s(insideX);
  const rows = i32x4.trunc_sat_f32x4_s(insideY);
  const shareX = f32x4.sub(insideX, f32x4.convert_i32x4_s(columns));
  const shareY = f32x4.sub(insideY, f32x4.convert_i32x4_s(rows));
  const places = i32x4.add(i32x4.splat(<i32>canvas), i32x4.add(i32x4.shl(rows, 7), i32x4.shl(columns, 2)));
  const place0 = <usize>i32x4.extract_lane(places, 0);
  const place1 = <usize>i32x4.extract_lane(places, 1);
  const place2 = <usize>i32x4.extract_lane(places, 2);
  const place3 = <usize>i32x4.extract_lane(places, 3);
  // Neighbours in a row come together.
  const upper01 = v128.load64_lane(place1, v128.load64_zero(place0), 1);
  const upper23 = v128.load64_lane(place3, v128.load64_zero(place2), 1);
  const lower01 = v128.load64_lane(place1, v128.load64_zero(place0, 128), 1, 128);
  const lower23 = v128.load64_lane(place3, v128.load64_zero(place2, 128), 1, 128);
  const upper = between(upper01, upper23, shareX);
  const lower = between(lower01, lower23, shareX);
  return f32x4.add(upper, f32x4.mul(shareY, f32x4.sub(lower, upper)));
}

/** Goes `share` of the way from the left to the right one of four pairs. */
function between(pairs01: v128, pairs23: v128, share: v128): v128 {
  const left = v128.shuffle<f32>(pairs01, pairs23, 0, 2, 4, 6);
  const right = v128.shuffle<f32>(pairs01, pairs23, 1, 3, 5, 7);
  return f32x4.add(left, f32x4.mul(share, f32x4.sub(right, left)));
}

/** Packs the new picture: see records.ts. @param places receives it @returns how many pixels are not black */
function pack(places: usize): usize {
  let pixels: usize = 0;
  for (let eight: usize = 0; eight < 784; eight += 8) {
    if (load<u64>(picture + eight) === 0) continue;
    for (let place = eight; place < eight + 8; place++) {
      const value = load<u8>(picture + place);
      // What is black is overwritten by the next.
      store<u16>(places + (pixels << 1), <u16>place);
      store<u8>(greys + pixels, value);
      pixels += value === 0 ? 0 : 1;
    }
  }
  memory.copy(places + (pixels << 1), greys, pixels);
  return pixels;
}
