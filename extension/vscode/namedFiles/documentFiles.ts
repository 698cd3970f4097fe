import { homedir } from "node:os";
import { posix } from "node:path";
import { type Position, Range, type TextDocument, Uri, workspace } from "vscode";
import { fileFacts } from "../fileFacts.ts";
import { definitionsIn } from "./definitions.ts";
import { type NamedFile, namedFiles } from "./namedFiles.ts";
import { type PathSurroundings, type Place, possiblePlaces } from "./possiblePlaces.ts";
import { endsOfNames, verdictOfName } from "./weightsFileNames.ts";

/** A file that a document names, and that is there. */
export interface FoundFile {
  readonly uri: Uri;
  /** where the document names it */
  readonly range: Range;
  /** whether a file of this name holds nothing but weights */
  readonly needsToBeWeights: boolean;
}

/** Lines around a place in which a path may be written: `os.path.join(` and its arguments have lines of their own. */
const linesAround = 6;
/** Characters of a line around a place: lines of data may be millions long. */
const charactersAround = 2000;
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

  /**
   * All that names a file which by its name holds nothing but weights, in the document's order; whether there are such
   * files is not known.
   */
  all(document: TextDocument): readonly NamedFile[] {
    return this.#readOf(document).named;
  }

  /** The file that is named there; undefined when there is no such file. */
  async find(document: TextDocument, named: NamedFile, isCancelled: () => boolean): Promise<FoundFile | undefined> {
    const uri = await existing(named, surroundingsOf(document), isCancelled);
    if (!uri) return undefined;
    const range = new Range(document.positionAt(named.start), document.positionAt(named.end));
    return { uri, range, needsToBeWeights: verdictOfName(uri.path) === "weights" };
  }

  #definitions(document: TextDocument): ReadonlyMap<string, string> {
    return this.#readOf(document).definitions;
  }

  #readOf(document: TextDocument): ReadDocument {
    const known = this.#read.get(document);
    if (known?.version === document.version) return known;
    const text = document.getText();
    const definitions = text.length <= mostCharacters ? definitionsIn(text) : new Map<string, string>();
    const all = text.length <= mostCharacters ? namedFiles(text, (name) => definitions.get(name)) : [];
    const named = all.filter(({ path }) => verdictOfName(path) === "weights");
    const read = { version: document.version, definitions, named };
    this.#read.set(document, read);
    return read;
  }
}

interface ReadDocument {
  readonly version: number;
  readonly definitions: ReadonlyMap<string, string>;
  readonly named: readonly NamedFile[];
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
    toRange: ({ start, end }: NamedFile) => new Range(positionAt(start), positionAt(end)),
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
