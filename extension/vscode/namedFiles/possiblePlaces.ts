import { posix } from "node:path";
import type { NamedFile } from "./namedFiles.ts";

/** A file or folder on one of the editor's file systems, as a URI has it: `path` has forward slashes alone. */
export interface Place {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** What paths are relative to where a document stands. */
export interface PathSurroundings {
  /** null for a document that is not in a folder yet */
  readonly documentFolder: Place | null;
  readonly workspaceFolders: readonly { readonly name: string; readonly place: Place }[];
  /** of the person, where the extension runs */
  readonly home: Place | null;
}

/**
 * Where a named file may be, the likeliest first. A relative path is looked for in the document's folder, then in each
 * workspace folder, as a program is run from either.
 */
export function possiblePlaces({ path, base }: NamedFile, surroundings: PathSurroundings): Place[] {
  const spellings = [path, decoded(path)].filter((spelling) => spelling !== undefined);
  const places = spellings.flatMap((spelling) => placesOf(spelling, base, surroundings));
  return places.filter((place, index) => places.findIndex((other) => isSame(other, place)) === index);
}

function placesOf(path: string, base: NamedFile["base"], surroundings: PathSurroundings): Place[] {
  const { documentFolder, workspaceFolders, home } = surroundings;
  const inDocumentFolder = documentFolder ? [documentFolder] : [];
  const folders = workspaceFolders.map(({ place }) => place);
  const slashed = path.replaceAll("\\", "/");
  if (base === "document") return within(inDocumentFolder, slashed);
  if (base === "home") return within(home ? [home] : [], slashed);

  const uri = /^file:\/\/(?<authority>[^/]*)(?<path>\/.*)$/i.exec(path)?.groups;
  if (uri) {
    const authority = uri.authority.replace(/^localhost$/i, "");
    // To rest on a stranger's text must not make the editor call at a machine that the text names.
    const isKnown = authority === "" || [...inDocumentFolder, ...folders].some((one) => one.authority === authority);
    return isKnown ? [{ scheme: "file", authority, path: posix.normalize(uri.path) }] : [];
  }
  const rooted = /^(?:\$\{(?<variable>[^:}]+)(?::(?<name>[^}]+))?\}|\$(?<plain>HOME|PWD)|(?<tilde>~))(?:\/|$)/.exec(
    slashed,
  );
  if (rooted?.groups) {
    const { variable, name, plain, tilde } = rooted.groups;
    const rest = slashed.slice(rooted[0].length);
    const root = tilde ? "HOME" : (plain ?? variable);
    if (root === "fileDirname") return within(inDocumentFolder, rest);
    if (["HOME", "userHome", "env"].includes(root)) return within(home ? [home] : [], rest);
    const named = workspaceFolders.filter((folder) => name === undefined || folder.name === name);
    return within(root === "PWD" ? folders : named.map(({ place }) => place), rest);
  }
  if (/^[a-zA-Z]:\//.test(slashed)) return [{ scheme: "file", authority: "", path: posix.normalize(`/${slashed}`) }];
  if (slashed.startsWith("/")) {
    const { scheme = "file", authority = "" } = documentFolder ?? folders[0] ?? {};
    return [{ scheme, authority, path: posix.normalize(slashed) }];
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(slashed)) return []; // http: and the like
  return within([...inDocumentFolder, ...folders], slashed);
}

function within(folders: readonly Place[], path: string): Place[] {
  return folders.map((folder) => ({ ...folder, path: posix.join(folder.path, path) }));
}

/** Undefined when nothing is encoded in it. */
function decoded(path: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(path)) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function isSame(a: Place, b: Place): boolean {
  return a.scheme === b.scheme && a.authority === b.authority && a.path === b.path;
}
