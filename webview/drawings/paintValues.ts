import type { ColourScale } from "./colourScales.ts";

/** How what is not a finite number is painted, in the words of an ImageData. */
export interface NonFiniteWords {
  readonly notANumber: number;
  readonly infinite: number;
}

/**
 * Looks every number's colour up.
 *
 * @param values [count]
 * @param limit the number that gets the scale's last colour
 * @param words an ImageData's pixels, one word each, at least [count]; written from the start
 * @param nonFinite if not given, what is not a number is painted as zero and infinities as the scale's ends
 */
export function paintValues(
  values: ArrayLike<number>,
  scale: ColourScale,
  limit: number,
  words: Uint32Array,
  nonFinite?: NonFiniteWords,
): void {
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
  if (nonFinite === undefined) return;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) words[i] = Number.isNaN(values[i]) ? nonFinite.notANumber : nonFinite.infinite;
  }
}
