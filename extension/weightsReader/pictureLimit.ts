import { largestSize } from "../protocol/largestSize.ts";
import { roundLimit } from "../protocol/roundLimit.ts";

/** So large a share of the numbers may be beyond the scale's end where they would make all others pale. */
export const strayShare = 0.005;
/** What is so many times as large as all but that share makes them pale. */
const strayTimes = 4;
/** Enough to find the end by; sorting all of a large tensor would take longer than reading it. */
const mostSampled = 2 ** 16;

/**
 * Where the colours of a picture end: at the least round number that none is beyond, as in the weights editor and the panel.
 * These have room to zoom in on what a stray number leaves pale; a picture that cannot be has its scale end before the
 * few strays, and says how many they are.
 */
export function pictureLimit(values: Float32Array): number {
  // An odd step does not fall into a row's own rhythm.
  const step = values.length <= mostSampled ? 1 : Math.ceil(values.length / mostSampled) | 1;
  const sizes = new Float32Array(Math.ceil(values.length / step));
  let count = 0;
  for (let i = 0; i < values.length; i += step) {
    const size = Math.abs(values[i]);
    if (Number.isFinite(size)) sizes[count++] = size;
  }
  if (count === 0) return 0;
  const sorted = sizes.subarray(0, count).sort();
  const usual = sorted[count - 1 - Math.floor(count * strayShare)];
  const largest = largestSize(values);
  // Where nearly all are zero, the others are what there is to see.
  return roundLimit(usual > 0 && largest > strayTimes * usual ? usual : largest);
}
