import { formatTitles } from "./weightsInWords.ts";
import type { WeightsFormatName } from "./weightsSummary.ts";

/** What is mostly wrong with a file that was recognised and could not be opened, and what to do about it. */
export function damageInWords(format: WeightsFormatName): string {
  return `It begins as files of the format ${formatTitles[format]} do, but not all of it is as it should be: was it downloaded, copied or written to its end?`;
}
