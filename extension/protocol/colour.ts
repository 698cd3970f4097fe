/** An opaque colour: red, green and blue, each 0…255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Reads `rgb(12, 34, 56)` and `#0c2238`, the two ways d3 writes a colour. */
export function colourOf(text: string): Colour {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  const parts = hex ?? /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text);
  if (parts === null) throw new RangeError(`Colour: expected #rrggbb or rgb(r, g, b), found ${text}.`);
  const base = hex ? 16 : 10;
  return [parseInt(parts[1], base), parseInt(parts[2], base), parseInt(parts[3], base)];
}

/** As CSS writes it. */
export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The colour `share` of the way from one to the other, 0…1. */
export function mixColours(from: Colour, to: Colour, share: number): Colour {
  const channel = (k: 0 | 1 | 2) => Math.round(from[k] + (to[k] - from[k]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** Relative luminance Y, 0 black … 1 white. @see WCAG 2.2, "relative luminance" */
function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** CIE L*, 0 black … 100 white: equal differences look equally large. */
export function lightness(colour: Colour): number {
  const y = luminance(colour);
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27;
}

/** From 1, no contrast, to 21, black on white. @see WCAG 2.2, "contrast ratio" */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
