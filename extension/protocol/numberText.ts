/**
 * Numbers as a learner reads them: a true minus sign, as wide as a plus, and as many decimals as the caller says, so
 * that columns of digits do not dance.
 */
export function numberText(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const text = Math.abs(value).toFixed(decimals);
  // What rounds to zero has no sign.
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The same with a plus sign for what is positive; zero has none. */
export function signedText(value: number, decimals = 2): string {
  const text = numberText(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/**
 * Decimals with which `limit` shows at least two digits that are not leading zeros, and no more than five where two
 * decimals are not needed for that: 2 for 1.5, 3 for 0.04, 1 for 150, 0 for 1500.
 */
export function decimalsFor(limit: number): number {
  if (!(limit > 0) || !Number.isFinite(limit)) return 2;
  if (limit >= 100) return limit >= 1000 ? 0 : 1;
  return Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(limit))));
}

/** Larger ends of a scale are written with a power of ten. */
const longestPlain = 99_999;

/** {@link signedText} for a number on a scale that ends at `limit`: a network that diverges has numbers of any length. */
export function signedOnScale(value: number, limit: number, decimals = decimalsFor(limit)): string {
  return limit > longestPlain ? scientificText(value) : signedText(value, decimals);
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number of any size in two digits, with its sign: +0.012, −3.4 · 10⁻⁵. It does not break across lines. */
export function scientificText(value: number): string {
  const size = Math.abs(value);
  if (!(size > 0) || !Number.isFinite(size)) return signedText(value, 0);
  const sign = value < 0 ? "−" : "+";
  if (size >= 0.00095 && size < 999.5) {
    const decimals = Math.max(0, 1 - Math.floor(Math.log10(Number(size.toPrecision(2)))));
    return `${sign}${size.toFixed(decimals)}`;
  }
  return `${sign}${inPowersOfTen(size, 2)}`;
}

/** A finite number above zero as 3.4 · 10⁻⁵, in `digits` digits. It does not break across lines. */
export function inPowersOfTen(size: number, digits: number): string {
  const [first, exponent] = size.toExponential(digits - 1).split("e");
  const power = exponent
    .replace("+", "")
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => superscripts[Number(digit)]);
  return `${first}\u00a0·\u00a010${power}`;
}
