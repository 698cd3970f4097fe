import type { WeightsFormatName } from "../protocol/weightsSummary.ts";

/** A weights file that cannot be opened, or a network that cannot be saved. One sentence: where, what was expected, what was found. */
export class WeightsFileError extends Error {
  /** as what the file was recognised whose bytes then were not as they should be; null for every other refusal */
  format: WeightsFormatName | null = null;

  /** @param where the file and the place in it; names that the file gives may be of any length: they are cut, here and there */
  constructor(where: string, expectedAndFound: string, options: { cause?: unknown } = {}) {
    const sentence = shortened(expectedAndFound, mostExpectedAndFoundLength);
    super(`${onOneLine(shortened(where, mostPlaceLength))}: ${onOneLine(sentence)}`, options);
    this.name = "WeightsFileError";
  }
}

/** A weights file that may be as it should be, and holds more than is read, or something else. */
export class UnsupportedWeightsError extends WeightsFileError {}

const mostPlaceLength = 200;
const mostExpectedAndFoundLength = 290;

/** What was found, short enough for a sentence. */
export function inWords(found: unknown): string {
  if (found === undefined) return "nothing";
  // Not by JSON alone: what a file holds may be nested deeper than JSON.stringify can go.
  const isFlatList = Array.isArray(found) && found.every((entry) => typeof entry !== "object" || entry === null);
  if (typeof found === "object" && found !== null && !isFlatList) return Array.isArray(found) ? "lists" : "an object";
  // Of what may be millions of characters long only the beginning is written out.
  const beginning = isFlatList ? found.slice(0, mostWordsLength).map(beginningOf) : beginningOf(found);
  const text = onOneLine(JSON.stringify(beginning));
  return text.length <= mostWordsLength ? text : `${text.slice(0, mostWordsLength - 1)}…`;
}

const mostWordsLength = 60;

function beginningOf(value: unknown): unknown {
  return typeof value === "string" ? value.slice(0, mostWordsLength) : value;
}

/** Its beginning and its end. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** A sentence that names what a file holds, in whatever characters and at whatever length it has that: on one line, and cut. */
export function plainSentence(text: string): string {
  return onOneLine(shortened(text, mostSentenceLength));
}

const mostSentenceLength = 400;

/** What controls a terminal or breaks a line is shown as a character that is unknown. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, "\ufffd");
}
