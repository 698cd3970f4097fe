import { pathExpressions } from "./pathExpressions.ts";
import { pathWords } from "./pathWords.ts";
import { endsOfNames } from "./weightsFileNames.ts";

/** A stretch of a text that names a weights file by a path, if there is such a file. */
export interface NamedFile {
  /** places in the text, in UTF-16 units */
  readonly start: number;
  readonly end: number;
  /** the path that is meant: parts joined, escapes undone, variables such as `${workspaceFolder}` still in it */
  readonly path: string;
  /** what a relative path is relative to */
  readonly base: PathBase;
}

/** `anywhere`: the document's folder, or a workspace folder, wherever there is such a file. */
export type PathBase = "anywhere" | "document" | "home";

/**
 * Finds what may name a weights file in a text of any language: strings, plain words, `os.path.join("a", "b.pt")`,
 * `Path("a") / "b.pt"`. Where one place can be read in several ways all are given: which one is meant is
 * told by which file exists.
 *
 * @param text a few lines around a place, or all of a document
 * @param definitionOf what stands to the right of a name's `=` elsewhere in the document; undefined where it is not known
 * @returns in the text's order, the longer of two that begin at one place first
 */
export function namedFiles(text: string, definitionOf: (name: string) => string | undefined = unknown): NamedFile[] {
  const ends = endsOfNames(text);
  if (ends.length === 0) return [];
  const { read, unreadable } = pathExpressions(text, definitionOf);
  // What was read as one path, or is known to be a piece of a path that cannot be read, has no further readings. A text
  // with blanks in it has: it may be a command.
  const settled = [...unreadable, ...read.filter(({ path }) => !/\s/.test(path))];
  const open = ends.filter((end) => !settled.some((stretch) => stretch.start < end && end <= stretch.end));
  const all = [...read, ...open.flatMap((end) => pathWords(text, end))];
  return all.sort((a, b) => a.start - b.start || b.end - a.end);
}

function unknown(): undefined {
  return undefined;
}
