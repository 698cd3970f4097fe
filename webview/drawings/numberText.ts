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

/** Decimals with which `limit` shows at least two digits that are not leading zeros: 2 for 1.5, 3 for 0.04. */
export function decimalsFor(limit: number): number {
  if (!(limit > 0) || !Number.isFinite(limit)) return 2;
  return Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(limit))));
}
