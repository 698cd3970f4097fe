import { homedir } from "node:os";
import { posix } from "node:path";
import { Position, Range, type TextDocument, Uri, workspace } from "vscode";
import { fileFacts } from "../files/fileFacts.ts";
import { definitionsIn } from "./definitions.ts";
import { type NamedFile, namedFiles } from "./namedFiles.ts";
import { charactersAround, linesAround, namedFilesAround } from "./namedFilesAround.ts";
import { type PathSurroundings, type Place, possiblePlaces } from "./possiblePlaces.ts";
import { endsOfNames, endsOfWeightsNames, verdictOfName } from "./weightsFileNames.ts";

/** A file that a document names, and that is there. */
export interface FoundFile {
  readonly uri: Uri;
  /** where the document names it */
  readonly range: Range;
  /** whether a file of this name holds nothing but weights */
  readonly needsToBeWeights: boolean;
}

/** Longer documents are no code, but data: only lines near a place are looked at. */
const mostCharacters = 500_000;

/** Finds the weights files that documents name. What was read of a document is kept while it does not change. */
export class DocumentFiles {
  readonly #read = new WeakMap<TextDocument, ReadDocument>();

  /** The file that is named at a position; undefined when none is, or there is no such file. */
  async at(document: TextDocument, position: Position, isCancelled: () => boolean): Promise<FoundFile | undefined> {
    const { text, toRange, offset } = windowAround(document, position);
    // Nothing is looked up, and no document read, where no name of a weights file stands.
    if (endsOfNames(text).length === 0) return undefined;
    const named = namedFiles(text, (name) => this.#definitions(document).get(name))
      .filter(({ start, end }) => start <= offset && offset <= end)
      .sort((a, b) => b.end - b.start - (a.end - a.start));
    for (const file of named) {
      const uri = await existing(file, surroundingsOf(document), isCancelled);
      if (uri) return { uri, range: toRange(file), needsToBeWeights: verdictOfName(uri.path) === "weights" };
    }
    return undefined;
  }

  /** Whether a file which by its name holds nothing but weights is named anywhere. */
  namesAny(document: TextDocument): boolean {
    return this.#readOf(document).ends.length > 0;
  }

  /**
   * What names a file which by its name holds nothing but weights, in the document's order, from its beginning; whether
   * there are such files is not known.
   */
  first(document: TextDocument, most: number): readonly NamedFile[] {
    const { text, ends } = this.#readOf(document);
    return this.#namedAt(document, text, ends.slice(0, most)).slice(0, most);
  }

  /** The same, nearest to a line: first on the line itself, then above it from near to far, then below. */
  nearest(document: TextDocument, line: number, most: number): readonly NamedFile[] {
    const read = this.#readOf(document);
    const isWhole = read.text !== "";
    // Of a document too long to be read, the lines around.
    const near = windowAround(document, new Position(line, 0));
    const lineStart = isWhole ? document.offsetAt(new Position(line, 0)) : near.offset;
    const lineEnd = lineStart + document.lineAt(line).text.length;
    const text = isWhole ? read.text : near.text;
    const ends = isWhole ? read.ends : endsOfWeightsNames(text);
    const wanted = nearestFirst(ends, (end) => ({ start: end, end }), lineStart, lineEnd).slice(0, most);
    const named = this.#namedAt(
      document,
      text,
      wanted.sort((a, b) => a - b),
    );
    const nearest = nearestFirst(named, (one) => one, lineStart, lineEnd).slice(0, most);
    if (isWhole) return nearest;
    const offset = (place: number) => document.offsetAt(near.toRange({ start: place, end: place }).start);
    return nearest.map((one) => ({ ...one, start: offset(one.start), end: offset(one.end) }));
  }

  /** The file that is named there; undefined when there is no such file. */
  async find(document: TextDocument, named: NamedFile, isCancelled: () => boolean): Promise<FoundFile | undefined> {
    const uri = await existing(named, surroundingsOf(document), isCancelled);
    if (!uri) return undefined;
    const range = new Range(document.positionAt(named.start), document.positionAt(named.end));
    return { uri, range, needsToBeWeights: verdictOfName(uri.path) === "weights" };
  }

  #definitions(document: TextDocument): ReadonlyMap<string, string> {
    const read = this.#readOf(document);
    read.definitions ??= definitionsIn(read.text);
    return read.definitions;
  }

  #namedAt(document: TextDocument, text: string, ends: readonly number[]): NamedFile[] {
    const named = namedFilesAround(text, ends, (name) => this.#definitions(document).get(name));
    return named.filter(({ path }) => verdictOfName(path) === "weights");
  }

  #readOf(document: TextDocument): ReadDocument {
    const known = this.#read.get(document);
    if (known?.version === document.version) return known;
    const whole = document.getText();
    const text = whole.length <= mostCharacters ? whole : "";
    const read = { version: document.version, text, ends: endsOfWeightsNames(text), definitions: undefined };
    this.#read.set(document, read);
    return read;
  }
}

interface ReadDocument {
  readonly version: number;
  /** all of it; empty when it is too long to be read */
  readonly text: string;
  /** where in it the names of files end that hold nothing but weights */
  readonly ends: readonly number[];
  definitions: ReadonlyMap<string, string> | undefined;
}

/** What stands on a line, then what ends above it from near to far, then what begins below. */
function nearestFirst<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => { readonly start: number; readonly end: number },
  lineStart: number,
  lineEnd: number,
): Item[] {
  const placed = items.map((item) => ({ item, ...placeOf(item) }));
  const above = placed.filter(({ end }) => end <= lineStart).reverse();
  const onLine = placed.filter(({ start, end }) => start <= lineEnd && end > lineStart);
  const below = placed.filter(({ start }) => start > lineEnd);
  return [...onLine, ...above, ...below].map(({ item }) => item);
}

/** Some lines around a position as one text, cut where they are very long. */
function windowAround(document: TextDocument, position: Position) {
  const first = Math.max(0, position.line - linesAround);
  const last = Math.min(document.lineCount - 1, position.line + linesAround);
  const from = Math.max(0, position.character - charactersAround);
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    const { text } = document.lineAt(line);
    lines.push(
      line === position.line
        ? text.slice(from, position.character + charactersAround)
        : text.slice(0, charactersAround),
    );
  }
  const starts: number[] = [];
  lines.reduce((start, line) => {
    starts.push(start);
    return start + line.length + 1;
  }, 0);
  const positionAt = (place: number) => {
    const index = starts.findLastIndex((start) => start <= place);
    const line = first + index;
    return document.validatePosition(position.with(line, place - starts[index] + (line === position.line ? from : 0)));
  };
  return {
    text: lines.join("\n"),
    offset: starts[position.line - first] + position.character - from,
    toRange: ({ start, end }: Pick<NamedFile, "start" | "end">) => new Range(positionAt(start), positionAt(end)),
  };
}

async function existing(
  named: NamedFile,
  surroundings: PathSurroundings,
  isCancelled: () => boolean,
): Promise<Uri | undefined> {
  for (const place of possiblePlaces(named, surroundings)) {
    if (isCancelled()) return undefined;
    const uri = Uri.from(place);
    if (await fileFacts(uri)) return uri;
  }
  return undefined;
}

function surroundingsOf(document: TextDocument): PathSurroundings {
  const folder = folderOf(document);
  return {
    documentFolder: folder && placeOf(folder),
    workspaceFolders: (workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, place: placeOf(uri) })),
    home: placeOf(Uri.file(homedir())),
  };
}

/** A notebook's for its cells; that of the file itself for a version of it that a source control keeps. */
function folderOf(document: TextDocument): Uri | null {
  if (document.isUntitled) return null;
  const notebook = workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document));
  if (notebook?.isUntitled) return null;
  const uri = notebook?.uri ?? document.uri;
  const isOnKnownFileSystem = workspace.fs.isWritableFileSystem(uri.scheme) !== undefined && uri.scheme !== "git";
  const folder = isOnKnownFileSystem ? uri : uri.with({ scheme: "file", query: "", fragment: "" });
  return folder.with({ path: posix.dirname(folder.path) });
}

function placeOf({ scheme, authority, path }: Uri): Place {
  return { scheme, authority, path };
}
