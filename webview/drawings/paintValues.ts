import type { ColourScale } from "./colourScales.ts";

/**
 * Looks every number's colour up.
 *
 * @param values [count]
 * @param limit the number that gets the scale's last colour
 * @param words an ImageData's pixels, one word each, at least [count]; written from the start
 */
export function paintValues(values: ArrayLike<number>, scale: ColourScale, limit: number, words: Uint32Array): void {
  if (words.length < values.length) {
    throw new RangeError(`Picture: expected room for ${values.length} numbers, found ${words.length}.`);
  }
  const last = scale.words.length - 1;
  const zeroEntry = scale.least === 0 ? 0 : last / 2;
  const entriesPerUnit = limit > 0 ? (last - zeroEntry) / limit : 0;
  for (let i = 0; i < values.length; i++) {
    const entry = zeroEntry + Math.round(values[i] * entriesPerUnit);
    // The comparisons are false for what is not a number, which is drawn as zero.
    words[i] = scale.words[entry > last ? last : entry >= 0 ? entry : entry < 0 ? 0 : zeroEntry];
  }
}
