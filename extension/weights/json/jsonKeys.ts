/**
 * Finds a key that an object of a JSON text holds twice. `JSON.parse` keeps the last one in silence, so that two
 * readers of one file may see two different things.
 *
 * @param json well-formed: `JSON.parse` takes it
 * @returns the key as it is written in the text, quotes and escapes included; null when every key is there once
 */
export function findRepeatedKey(json: string): string | null {
  /** keys of the objects that are open at this place, the outermost first; null for an open list */
  const open: (Set<string> | null)[] = [];
  for (let place = 0; place < json.length; place++) {
    const character = json[place];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(null);
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const end = endOfString(json, place);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(json, end)) {
        const written = json.slice(place, end);
        // Two spellings of one key, "a" and "\u0061", are one key.
        const key = written.includes("\\") ? JSON.stringify(JSON.parse(written)) : written;
        if (keys.has(key)) return written;
        keys.add(key);
      }
      place = end - 1;
    }
  }
  return null;
}

/** @param start the place of the opening quote @returns the place after the closing one */
function endOfString(json: string, start: number): number {
  // By search: a text may be millions of characters long, where a file holds a descent's moments.
  const quoteOrBackslash = /["\\]/g;
  quoteOrBackslash.lastIndex = start + 1;
  for (let found = quoteOrBackslash.exec(json); found !== null; found = quoteOrBackslash.exec(json)) {
    if (found[0] === '"') return quoteOrBackslash.lastIndex;
    quoteOrBackslash.lastIndex++; // what follows a backslash ends nothing
  }
  return json.length;
}

function isFollowedByColon(json: string, from: number): boolean {
  let place = from;
  while (" \n\r\t".includes(json[place] ?? "end")) place++;
  return json[place] === ":";
}
