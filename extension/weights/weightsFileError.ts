/** A weights file that cannot be opened, or a network that cannot be saved. One sentence: where, what was expected, what was found. */
export class WeightsFileError extends Error {
  constructor(where: string, expectedAndFound: string, options: { cause?: unknown } = {}) {
    super(`${where}: ${expectedAndFound}`, options);
    this.name = "WeightsFileError";
  }
}

/** What was found, short enough for a sentence. */
export function inWords(found: unknown): string {
  if (found === undefined) return "nothing";
  // Not by JSON alone: what a file holds may be nested deeper than JSON.stringify can go.
  const isFlatList = Array.isArray(found) && found.every((entry) => typeof entry !== "object" || entry === null);
  if (typeof found === "object" && found !== null && !isFlatList) return Array.isArray(found) ? "lists" : "an object";
  const text = JSON.stringify(found);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
