/**
 * Makes texts of the numbers that Python writes into JSON and JSON has no words for: `NaN`, `Infinity`, `-Infinity`. By
 * its bytes: of millions of them, a search for a pattern would take fifty times as much memory.
 */
export function quotePythonsNumbers(json: Uint8Array): Uint8Array<ArrayBuffer> {
  const quoted = new Uint8Array(Math.ceil((json.length * (shortestWord + 2)) / shortestWord));
  let length = 0;
  let isInText = false;
  for (let i = 0; i < json.length; i++) {
    const word = isInText || !beginnings.has(json[i]) ? undefined : wordAt(json, i);
    if (word === undefined) {
      if (json[i] === quote && !isEscaped(json, i)) isInText = !isInText;
      quoted[length++] = json[i];
      continue;
    }
    quoted[length++] = quote;
    quoted.set(word, length);
    length += word.length;
    quoted[length++] = quote;
    i += word.length - 1;
  }
  return quoted.subarray(0, length);
}

const words = ["NaN", "Infinity", "-Infinity"].map((word) => new TextEncoder().encode(word));
/** Almost no byte is one of them: what follows is looked at only then. */
const beginnings: ReadonlySet<number> = new Set(words.map(([first]) => first));
const shortestWord = 3;
const [quote, backslash] = ['"', "\\"].map((character) => character.charCodeAt(0));

function wordAt(json: Uint8Array, place: number): Uint8Array | undefined {
  return words.find((word) => word.every((byte, i) => json[place + i] === byte));
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(json: Uint8Array, place: number): boolean {
  let start = place;
  while (json[start - 1] === backslash) start--;
  return (place - start) % 2 === 1;
}
