import { posix } from "node:path";
import { type Uri, workspace } from "vscode";
import { fileFacts } from "../files/fileFacts.ts";
import { weightsFileExtensions } from "../namedFiles/weightsFileNames.ts";
import type { ListedFile } from "./listedFiles.ts";

/** Looked at in a moment; a workspace that has more is said to. */
export const mostFiles = 5000;
/** Files that the file system is asked about at a time. */
const askedAtOnce = 64;
/** Where packages keep arrays of their own: Python's tests alone bring hundreds. */
const foreignFolders = "**/{node_modules,site-packages}/**";
const defaultPattern = `**/*.{${weightsFileExtensions.join(",")}}`;

/** Which files the tree lists, as a glob. */
export function weightsFilesPattern(): string {
  const pattern = workspace.getConfiguration("downhill").get<unknown>("savedWeights.files");
  return typeof pattern === "string" && pattern.trim() !== "" ? pattern : defaultPattern;
}

/** The workspace's weights files, but those that `files.exclude` hides. */
export async function findWeightsFiles(): Promise<ListedFile<Uri>[]> {
  const uris = await workspace.findFiles(weightsFilesPattern(), foreignFolders, mostFiles);
  const listed: ListedFile<Uri>[] = [];
  for (let from = 0; from < uris.length; from += askedAtOnce) {
    const files = await Promise.all(uris.slice(from, from + askedAtOnce).map(listedFile));
    listed.push(...files.filter((file) => file !== undefined));
  }
  return listed;
}

async function listedFile(place: Uri): Promise<ListedFile<Uri> | undefined> {
  const facts = await fileFacts(place);
  if (!facts) return undefined;
  const folder = posix.dirname(workspace.asRelativePath(place));
  return {
    place,
    name: posix.basename(place.path),
    folder: folder === "." ? "" : folder,
    modifiedMs: facts.modifiedMs,
  };
}
