import { stat } from "node:fs/promises";
import { FileType, type Uri, workspace } from "vscode";
import type { FileFacts } from "./fileVersion.ts";

/** Undefined where there is no such file, or a folder. */
export async function fileFacts(uri: Uri): Promise<FileFacts | undefined> {
  try {
    // Node's times of change are finer than a millisecond: a training script may write twice in one.
    if (uri.scheme === "file") {
      const stats = await stat(uri.fsPath);
      return stats.isFile() ? { byteLength: stats.size, modifiedMs: stats.mtimeMs } : undefined;
    }
    const { type, size, mtime } = await workspace.fs.stat(uri);
    return (type & FileType.File) !== 0 ? { byteLength: size, modifiedMs: mtime } : undefined;
  } catch {
    return undefined;
  }
}
