import type { NamedFile } from "./namedFiles.ts";
import { verdictOfName } from "./weightsFileNames.ts";

/**
 * Reads a path that stands in a text without being a string of its own: a word of a command or a sentence, a Markdown
 * link's target, a YAML value.
 *
 * @param end of the file's name in the text
 * @returns readings, the longest first
 */
export function pathWords(text: string, end: number): NamedFile[] {
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  const word = startOfWord(text, lineStart, end);
  const starts = [startOfValue(text, lineStart, end), word, ...softStarts(text, word, end)];
  const read = new Map<number, NamedFile>();
  for (const start of starts) {
    if (start === undefined || read.has(start)) continue;
    const path = text.slice(start, end).replaceAll("\\ ", " ");
    if (path.length <= longestPath && verdictOfName(path) !== "other" && !hasVariable(path)) {
      read.set(start, { start, end, path, base: "anywhere" });
    }
  }
  return [...read.values()];
}

/** In characters; longer ones are no paths, but data. */
const longestPath = 1024;

/** Whether the path has a variable in it whose value only a run of the program knows. */
export function hasVariable(path: string): boolean {
  return /\$[{(\w]|\{\{|%[({]/.test(path.replaceAll(knownVariables, ""));
}

/** The variables that stand for folders which the editor knows. */
const knownVariables =
  /\$\{(?:workspaceFolder(?::[^}]+)?|workspaceRoot|fileDirname|userHome|env:HOME|HOME|PWD)\}|\$(?:HOME|PWD)(?!\w)/g;

/** Back over what a word is made of: no blank without a backslash, no quote, no bracket but those of `${…}`. */
function startOfWord(text: string, lineStart: number, end: number): number {
  let place = end;
  while (place > lineStart) {
    const character = text[place - 1];
    if (character === "}") {
      const open = text.lastIndexOf("${", place - 1);
      if (open < lineStart || /[{}]/.test(text.slice(open + 2, place - 1))) break;
      place = open;
    } else if (/\s/.test(character)) {
      if (text[place - 2] !== "\\") break;
      place -= 2;
    } else if (/["'`“”‘’«»<>()[\]{},;|]/.test(character)) {
      break;
    } else {
      place--;
    }
  }
  // Marks of Markdown, of curl's `@file`, of a backslash that belonged to a quote.
  while (place < end && /[*@!&\\]/.test(text[place])) place++;
  return place;
}

/** `--weights=digits.pt`, `weights:digits.pt`: a name may have such marks in it too, as `epoch=3.ckpt` has. */
function softStarts(text: string, start: number, end: number): number[] {
  const starts: number[] = [];
  for (let place = Math.max(start, text.lastIndexOf("}", end) + 1); place < end; place++)
    if (/[=:]/.test(text[place]) && starts.push(place + 1) === mostSoftStarts) break;
  return starts;
}

/** A name has no more such marks in it. */
const mostSoftStarts = 8;

/** A value that runs to the line's end may have blanks in it: `weights: my models/digits.pt`. */
function startOfValue(text: string, lineStart: number, end: number): number | undefined {
  const lineEnd = text.indexOf("\n", end);
  if (text.slice(end, lineEnd < 0 ? undefined : lineEnd).trim() !== "") return undefined;
  const before = /^\s*(?:-\s+)?(?:[\w.-]+\s*[:=]\s+)?/.exec(text.slice(lineStart, end))?.[0] ?? "";
  return before.trim() === "" ? undefined : lineStart + before.length;
}
