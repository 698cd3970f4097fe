import { type NamedFile, namedFiles } from "./namedFiles.ts";

/** Lines around a name in which its path may be written: `os.path.join(` and its arguments have lines of their own. */
export const linesAround = 6;
/** Characters around a name: lines of data may be millions long. */
export const charactersAround = 2000;

/**
 * Finds what names weights files at a few places of a text. A text with thousands of names, as the index of a large model
 * is, would keep the editor's thread for half a second if all of it were read.
 *
 * @param ends of the names that are asked for, ascending
 * @returns in the text's order; others that are named near them, too
 */
export function namedFilesAround(
  text: string,
  ends: readonly number[],
  definitionOf: (name: string) => string | undefined,
): NamedFile[] {
  return stretchesAround(text, ends).flatMap(({ from, to }) =>
    namedFiles(text.slice(from, to), definitionOf).map((named) => {
      return { ...named, start: named.start + from, end: named.end + from };
    }),
  );
}

/** What is to be read around names, those that overlap as one. */
function stretchesAround(text: string, ends: readonly number[]): { readonly from: number; to: number }[] {
  const stretches: { readonly from: number; to: number }[] = [];
  for (const end of ends) {
    const [from, to] = [linesBefore(text, end), linesAfter(text, end)];
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

function linesBefore(text: string, place: number): number {
  const least = Math.max(0, place - charactersAround);
  let start = place;
  for (let line = 0; line <= linesAround; line++) {
    const lineEnd = text.lastIndexOf("\n", start - 1);
    if (lineEnd < least) return least === 0 ? 0 : start === place ? least : start;
    start = lineEnd;
  }
  return start + 1;
}

function linesAfter(text: string, place: number): number {
  const most = Math.min(text.length, place + charactersAround);
  let end = place;
  for (let line = 0; line <= linesAround; line++) {
    const lineEnd = text.indexOf("\n", end);
    if (lineEnd < 0 || lineEnd >= most) return most;
    end = lineEnd + 1;
  }
  return end;
}
