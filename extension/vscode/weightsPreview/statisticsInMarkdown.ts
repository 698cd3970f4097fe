import { numberText } from "../../protocol/numberText.ts";
import { percentText } from "../../protocol/percentText.ts";
import type { TensorStatistics } from "../../protocol/weightsSummary.ts";
import { markdownText } from "./markdownText.ts";

/** The measures that a row of a table has room for, as texts; a dash where there is no finite number. */
export function measuresOf({ min, max, mean }: TensorStatistics): { least: string; most: string; mean: string } {
  return { least: shortNumber(min), most: shortNumber(max), mean: shortNumber(mean) };
}

/**
 * A tensor's statistics in a line.
 *
 * @param all how many numbers it has: statistics of fewer are said to be of its first
 */
export function statisticsLine(statistics: TensorStatistics, all: number): string {
  const { count, min, max, mean, deviation, zeros, notANumber, infinite } = statistics;
  const words = [
    `min ${shortNumber(min)}`,
    `max ${shortNumber(max)}`,
    `mean ${shortNumber(mean)}`,
    `deviation ${shortNumber(deviation)}`,
  ];
  if (zeros > 0)
    words.push(`${zeros < 0.001 * count ? zeros : percentText(zeros / count, 1)} ${zeros === 1 ? "zero" : "zeros"}`);
  if (notANumber > 0) words.push(`${notANumber.toLocaleString("en")} not a number`);
  if (infinite > 0) words.push(`${infinite.toLocaleString("en")} infinite`);
  const sample = count < all ? ` (of its first ${count.toLocaleString("en")} numbers)` : "";
  return markdownText(words.join(" · ") + sample);
}

/** Four digits that count, with a true minus sign; powers of ten where zeros would be long. */
export function shortNumber(value: number | null): string {
  if (value === null) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e6)) return value.toExponential(2).replaceAll("-", "−");
  const digits = size === 0 || Number.isInteger(value) ? 0 : Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size))));
  return numberText(value, digits);
}
