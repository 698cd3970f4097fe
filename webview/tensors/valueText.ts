import { inPowersOfTen } from "../../extension/protocol/numberText.ts";

/** From here on, and below, a number is written with a power of ten. */
const largestPlain = 1e6;
const smallestPlain = 1e-4;

/** A number of any size as one reads it in a table, with four digits that count: −0.01234, 1,234, 1.2e9 as 1.200 · 10⁹. */
export function valueText(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (size === 0) return "0";
  if (Number.isInteger(size) && size < largestPlain) return sign + size.toLocaleString("en-US");
  if (size >= smallestPlain && size < largestPlain) {
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
    return sign + size.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }
  return sign + inPowersOfTen(size, digits);
}

/** The same in two digits, for where there is little room. */
export function shortValueText(value: number): string {
  return valueText(value, 2);
}
