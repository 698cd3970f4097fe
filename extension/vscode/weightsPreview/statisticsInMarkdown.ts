import { numberText } from "../../protocol/numberText.ts";
import type { TensorStatistics } from "../../protocol/weightsSummary.ts";

/** The measures that a row of a table has room for, as texts; a dash where there is no finite number. */
export function measuresOf({ min, max, mean }: TensorStatistics): { least: string; most: string; mean: string } {
  return { least: shortNumber(min), most: shortNumber(max), mean: shortNumber(mean) };
}

/** Four digits that count, with a true minus sign; powers of ten where zeros would be long. */
export function shortNumber(value: number | null): string {
  if (value === null) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e6)) return value.toExponential(2).replaceAll("-", "−");
  const digits = size === 0 || Number.isInteger(value) ? 0 : Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size))));
  return numberText(value, digits);
}
