import { posix } from "node:path";
import { Uri, workspace } from "vscode";
import type { Files } from "./files.ts";
import { nodeFiles } from "./nodeFiles.ts";
import { ownBytes } from "./ownBytes.ts";
import { temporaryName } from "./temporaryName.ts";

/**
 * Files by their URIs, on the machine's disk or on any file system that the editor knows.
 *
 * Files on disk go to Node: `workspace.fs.rename` with `overwrite` deletes the target first, so that for a moment there
 * is neither the old file nor the new.
 */
export const editorFiles: Files<Uri> = {
  read: async (uri) =>
    uri.scheme === "file" ? nodeFiles.read(uri.fsPath) : ownBytes(await workspace.fs.readFile(uri)),
  write: async (uri, bytes) => {
    if (uri.scheme === "file") return nodeFiles.write(uri.fsPath, bytes);
    await workspace.fs.writeFile(uri, bytes);
  },
  rename: async (from, to) => {
    if (from.scheme === "file") return nodeFiles.rename(from.fsPath, to.fsPath);
    await workspace.fs.rename(from, to, { overwrite: true });
  },
  delete: async (uri) => {
    if (uri.scheme === "file") return nodeFiles.delete(uri.fsPath);
    await workspace.fs.delete(uri);
  },
  inside: (folder, name) => Uri.joinPath(folder, name),
  temporaryFor: (uri) => Uri.joinPath(uri, "..", temporaryName(posix.basename(uri.path))),
};
