import { interpolateBlues, interpolateGreys, interpolateOranges } from "d3-scale-chromatic";
import { type Colour, colourOf, cssColour, lightness, mixColours } from "./colour.ts";

/**
 * A lookup table from numbers to colours. Hue is sign and greys are amounts, everywhere in the panel: what is positive
 * is blue, what is negative is orange, an activation is grey, and zero is the editor's background.
 *
 * Lightness moves away from the background's in proportion to the number's size, so that equal differences look equally
 * large, +v and −v equally strong, and the scale reads without its hues.
 */
export interface ColourScale {
  /** what the first entry stands for, in units of the limit: −1 for a diverging scale, 0 for a sequential one */
  readonly least: -1 | 0;
  /** red, green, blue and alpha of each entry, `entries` · 4 bytes; entry 0 stands for `least`, the last one for 1 */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  /** the same bytes, one word an entry, in the order in which an ImageData's words hold them */
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Entries from zero to the limit, zero left out. */
const stepsFromZero = 256;
/** Up to at least this share of the limit a colour is the background, tinted: hue fades in as zero is left. */
const leastTintedShare = 0.25;

/** Blue for positive, orange for negative, the background for zero: 513 entries. */
export function divergingScale(background: Colour): ColourScale {
  const isDark = lightness(background) < 50;
  const farLightness = isDark ? 78 : 31;
  const negative = coloursFromZero(interpolateOranges, background, farLightness).reverse();
  const positive = coloursFromZero(interpolateBlues, background, farLightness);
  return scaleOf(-1, [...negative, background, ...positive]);
}

/** For activations, 0…1: the background for 0, the grey farthest from it for 1: 257 entries. */
export function sequentialScale(background: Colour): ColourScale {
  const isDark = lightness(background) < 50;
  return scaleOf(0, [background, ...coloursFromZero(interpolateGreys, background, isDark ? 99 : 6)]);
}

/** Which entry stands for `value` when the scale ends at `limit`. What is beyond an end gets that end's colour. */
export function entryOf(scale: ColourScale, value: number, limit: number): number {
  const last = scale.words.length - 1;
  // A limit of 0 says that every value is 0; a value that is not a number has no colour of its own.
  const share = limit > 0 && !Number.isNaN(value) ? value / limit : 0;
  const entry = Math.round(((share - scale.least) / (1 - scale.least)) * last);
  return Math.min(Math.max(entry, 0), last);
}

/** The colour of `value` as CSS writes it. */
export function cssColourOf(scale: ColourScale, value: number, limit = 1): string {
  return cssColour(scaleColour(scale, value, limit));
}

/** The colour of `value`. */
export function scaleColour(scale: ColourScale, value: number, limit = 1): Colour {
  const at = entryOf(scale, value, limit) * 4;
  return [scale.bytes[at], scale.bytes[at + 1], scale.bytes[at + 2]];
}

/**
 * The entry of a single-hue ramp with this CIE L*. Ramps of d3-scale-chromatic grow darker from 0 to 1.
 *
 * @param interpolate one of d3-scale-chromatic's sequential, single-hue ramps
 */
export function rampColour(interpolate: (t: number) => string, wantedLightness: number): Colour {
  let lighter = 0;
  let darker = 1;
  for (let halving = 0; halving < 12; halving++) {
    const middle = (lighter + darker) / 2;
    if (lightness(colourOf(interpolate(middle))) > wantedLightness) lighter = middle;
    else darker = middle;
  }
  return colourOf(interpolate((lighter + darker) / 2));
}

/** [stepsFromZero], from next to zero to the limit. */
function coloursFromZero(interpolate: (t: number) => string, background: Colour, farLightness: number): Colour[] {
  const zeroLightness = lightness(background);
  const at = (share: number) => rampColour(interpolate, zeroLightness + (farLightness - zeroLightness) * share);
  // A ramp does not reach as far as a very dark or very light background.
  const nearestLightness = lightness(colourOf(interpolate(farLightness > zeroLightness ? 1 : 0)));
  const unreachedShare = (nearestLightness - zeroLightness) / (farLightness - zeroLightness);
  const tintedShare = Math.max(leastTintedShare, unreachedShare);
  const tint = at(tintedShare);
  return Array.from({ length: stepsFromZero }, (_, step) => {
    const share = (step + 1) / stepsFromZero;
    return share < tintedShare ? mixColours(background, tint, share / tintedShare) : at(share);
  });
}

function scaleOf(least: -1 | 0, colours: readonly Colour[]): ColourScale {
  const bytes = new Uint8ClampedArray(colours.flatMap((colour) => [...colour, 255]));
  return { least, bytes, words: new Uint32Array(bytes.buffer) };
}
