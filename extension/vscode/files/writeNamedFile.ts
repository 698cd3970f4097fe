import { posix } from "node:path";
import { Uri } from "vscode";
import { messageOf } from "../../protocol/messageOf.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { editorFiles } from "./editorFiles.ts";

/** Writes a file that a person named, whole or not at all. @throws {Error} with one sentence to show */
export async function writeNamedFile(uri: Uri, bytes: Uint8Array): Promise<void> {
  try {
    await atomicWrite(editorFiles, uri, bytes);
  } catch (cause) {
    const folder = Uri.joinPath(uri, "..");
    const where = folder.scheme === "file" ? folder.fsPath : folder.toString(true);
    const expected = `${posix.basename(uri.path)}: expected to write into ${where}`;
    throw new Error(`${expected}, found ${reasonOf(cause)}.`, { cause });
  }
}

/** @see https://nodejs.org/api/errors.html#common-system-errors, and FileSystemError of VS Code's API */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "that it is not permitted",
  EPERM: "that it is not permitted",
  NoPermissions: "that it is not permitted",
  EROFS: "that nothing can be written there",
  ENOSPC: "no space left",
  EDQUOT: "no space left",
  ENOENT: "that no file can be made there",
  FileNotFound: "that no file can be made there",
  ENOTDIR: "a file in its place",
  EEXIST: "a file in its place",
  EISDIR: "a folder of this name",
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return reasons[code] ?? messageOf(cause);
}
