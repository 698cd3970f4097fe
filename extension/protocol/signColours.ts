import { interpolateBlues, interpolateOranges, interpolatePiYG } from "d3-scale-chromatic";
import { type Colour, colourOf, lightness } from "./colour.ts";

/** A colour as it lies over a background. */
export interface TintedColour {
  readonly colour: Colour;
  /** 0, the background alone … 1 */
  readonly opacity: number;
}

/**
 * The colours of numbers with a sign, in every webview and in every picture that is made without one: what is positive is
 * blue, what is negative is orange, zero is the background.
 *
 * @param background that they are seen on, of which only the lightness counts
 * @param steps from next to zero to the limit: as many colours of each sign
 */
export function signColours(
  background: Colour,
  steps: number,
): { readonly negative: TintedColour[]; readonly positive: TintedColour[] } {
  const farLightness = isDarkColour(background) ? 78 : 31;
  return {
    negative: coloursFromZero(interpolateOranges, background, farLightness, steps),
    positive: coloursFromZero(interpolateBlues, background, farLightness, steps),
  };
}

/** What is no finite number: neither a sign's hue nor an amount's grey. */
export function nonFiniteColours(background: Colour): { readonly notANumber: Colour; readonly infinite: Colour } {
  const isDark = isDarkColour(background);
  return {
    notANumber: rampColour((t) => interpolatePiYG((1 - t) / 2), isDark ? 62 : 45),
    infinite: isDark ? [255, 236, 61] : [214, 190, 0],
  };
}

/** Where on the scale of {@link signColours} lines, bars and letters have the colours that say only the sign. */
export function signShare(background: Colour): number {
  return isDarkColour(background) ? 0.85 : 0.8;
}

/**
 * Colours whose lightness moves away from the background's in proportion to a number's size.
 *
 * @param interpolate one of d3-scale-chromatic's sequential, single-hue ramps
 * @param farLightness CIE L* of the last one
 * @param steps how many, from next to zero to the last
 */
export function coloursFromZero(
  interpolate: (t: number) => string,
  background: Colour,
  farLightness: number,
  steps: number,
): TintedColour[] {
  const zeroLightness = lightness(background);
  const at = (share: number) => rampColour(interpolate, zeroLightness + (farLightness - zeroLightness) * share);
  // A ramp does not reach as far as a very dark or very light background.
  const nearestLightness = lightness(colourOf(interpolate(farLightness > zeroLightness ? 1 : 0)));
  const unreachedShare = (nearestLightness - zeroLightness) / (farLightness - zeroLightness);
  const tintedShare = Math.max(leastTintedShare, unreachedShare);
  const tint = at(tintedShare);
  return Array.from({ length: steps }, (_, step) => {
    const share = (step + 1) / steps;
    const isTinted = share < tintedShare;
    return isTinted ? { colour: tint, opacity: share / tintedShare } : { colour: at(share), opacity: 1 };
  });
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

export function isDarkColour(colour: Colour): boolean {
  return lightness(colour) < 50;
}

/** Up to at least this share of the limit a colour is the background, tinted: hue fades in as zero is left. */
const leastTintedShare = 0.25;
