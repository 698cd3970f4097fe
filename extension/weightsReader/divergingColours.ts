/** As in the panel: what is positive is blue, what is negative is orange. Both stand out on light and on dark. */
const positive = [38, 133, 219] as const;
const negative = [232, 119, 26] as const;
const noNumber = [128, 128, 128, 255] as const;
const frame = [128, 128, 128, 80] as const;

/** Steps from zero to the limit, on either side: nobody tells more apart, and pictures of them are smaller. */
const steps = 63;
const firstPositive = steps + 1;
const noNumberColour = 2 * steps + 1;
/** Around a picture: where its numbers are small, nothing else shows how far it goes. */
export const frameColour: number = noNumberColour + 1;

/**
 * The colours of a picture that stands on a light or a dark page alike, as {@link IndexedPicture} has them: hue is sign,
 * opacity is size. 0 is clear; then come the negative ones, the positive ones, a grey for what is no number, and a
 * faint one for frames.
 */
export const divergingColours: Uint8Array = Uint8Array.from([
  ...[0, 0, 0, 0],
  ...opacities(negative),
  ...opacities(positive),
  ...noNumber,
  ...frame,
]);

/** Which of the colours a number has on a scale that ends at ±`limit`; with a limit of 0 all numbers are clear. */
export function divergingColour(value: number, limit: number): number {
  if (Number.isNaN(value)) return noNumberColour;
  const step = limit > 0 ? Math.round((Math.min(Math.abs(value), limit) / limit) * steps) : 0;
  if (step === 0) return 0;
  return value < 0 ? step : firstPositive - 1 + step;
}

function opacities(hue: readonly number[]): number[] {
  return Array.from({ length: steps }, (_, step) => [...hue, Math.round(((step + 1) / steps) * 255)]).flat();
}
