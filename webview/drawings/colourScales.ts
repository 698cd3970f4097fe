import { interpolateGreys } from "d3-scale-chromatic";
import { type Colour, cssColour, mixColours } from "../../extension/protocol/colour.ts";
import { coloursFromZero, isDarkColour, signColours, type TintedColour } from "../../extension/protocol/signColours.ts";

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

/** Blue for positive, orange for negative, the background for zero: 513 entries. */
export function divergingScale(background: Colour): ColourScale {
  const { negative, positive } = signColours(background, stepsFromZero);
  const on = onBackground(background);
  return scaleOf(-1, [...negative.map(on).reverse(), background, ...positive.map(on)]);
}

/** For activations, 0…1: the background for 0, the grey farthest from it for 1: 257 entries. */
export function sequentialScale(background: Colour): ColourScale {
  const farLightness = isDarkColour(background) ? 99 : 6;
  const greys = coloursFromZero(interpolateGreys, background, farLightness, stepsFromZero);
  return scaleOf(0, [background, ...greys.map(onBackground(background))]);
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

function onBackground(background: Colour): (tinted: TintedColour) => Colour {
  return ({ colour, opacity }) => (opacity === 1 ? colour : mixColours(background, colour, opacity));
}

function scaleOf(least: -1 | 0, colours: readonly Colour[]): ColourScale {
  const bytes = new Uint8ClampedArray(colours.flatMap((colour) => [...colour, 255]));
  return { least, bytes, words: new Uint32Array(bytes.buffer) };
}
