import type { Colour } from "../protocol/colour.ts";
import { nonFiniteColours, signColours, signShare, type TintedColour } from "../protocol/signColours.ts";
import type { PageShade } from "../protocol/weightsPicture.ts";

/** Steps from zero to the limit, on either side: nobody tells more apart, and pictures of them are smaller. */
const steps = 63;
const firstPositive = steps + 1;
const noNumberColour = 2 * steps + 1;
const infiniteColour = noNumberColour + 1;
/** Around a picture: where its numbers are small, nothing else shows how far it goes. */
export const frameColour: number = infiniteColour + 1;

/**
 * The editor's background as VS Code's own themes have it. Which one a person has is not known outside a webview, only
 * whether it is light or dark: with another background the colours are those of the panel on this one, and zero is clear.
 */
const backgrounds: Readonly<Record<PageShade, Colour>> = { light: [255, 255, 255], dark: [31, 31, 31] };
const frame = [128, 128, 128, 80] as const;

/**
 * The panel's colours for a picture that lies on a page of this shade, as {@link IndexedPicture} has them. 0 is clear; then
 * come the negative ones, the positive ones, one for what is no number, one for infinities and a faint one for frames.
 */
export function divergingColours(page: PageShade): Uint8Array {
  const known = palettes.get(page);
  if (known) return known;
  const { negative, positive } = signColours(backgrounds[page], steps);
  const { notANumber, infinite } = nonFiniteColours(backgrounds[page]);
  const signed = [...negative, ...positive].flatMap(withOpacity);
  const palette = Uint8Array.from([0, 0, 0, 0, ...signed, ...notANumber, 255, ...infinite, 255, ...frame]);
  palettes.set(page, palette);
  return palette;
}

const palettes = new Map<PageShade, Uint8Array>();

/** Which of the colours a number has on a scale that ends at ±`limit`; with a limit of 0 all finite numbers are clear. */
export function divergingColour(value: number, limit: number): number {
  if (Number.isNaN(value)) return noNumberColour;
  if (!Number.isFinite(value)) return infiniteColour;
  const step = limit > 0 ? Math.round((Math.min(Math.abs(value), limit) / limit) * steps) : 0;
  if (step === 0) return 0;
  return value < 0 ? step : firstPositive - 1 + step;
}

/** The colour that bars have, which says only the sign of a number that is not zero. */
export function signColour(value: number, page: PageShade): number {
  return Number.isFinite(value)
    ? divergingColour(Math.sign(value) * signShare(backgrounds[page]), 1)
    : divergingColour(value, 1);
}

function withOpacity({ colour, opacity }: TintedColour): number[] {
  return [...colour, Math.round(opacity * 255)];
}
