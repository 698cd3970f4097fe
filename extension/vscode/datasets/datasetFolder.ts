import { posix } from "node:path";
import { FileType, Uri, workspace } from "vscode";
import { findIdxPairs, namesOf } from "../../datasets/idxPairs.ts";
import type { DatasetSource } from "../../protocol/trainerMessages.ts";
import { editorFiles } from "../files/editorFiles.ts";
import { isNotThere } from "../files/files.ts";
import { namedPlace } from "../files/namedPlace.ts";

/** A folder that cannot be read as a dataset. The message is one sentence for people. */
class DatasetFolderError extends Error {
  override readonly name = "DatasetFolderError";
}

/**
 * The folder that a dataset's name stands for.
 *
 * @throws {DatasetFolderError} for a relative path where no folder is open
 */
export function datasetFolder(name: string): Uri {
  const folder = namedPlace(name);
  if (folder) return folder;
  throw new DatasetFolderError(
    `dataset ${name}: expected built-in, mnist, fashion-mnist or a folder's whole path, since no folder is open here.`,
  );
}

/** A folder's name as a dataset, as short as this workspace allows: {@link datasetFolder} finds it again. */
export function datasetNameOf(folder: Uri): string {
  const first = workspace.workspaceFolders?.[0];
  if (first && workspace.getWorkspaceFolder(folder) === first) {
    return posix.relative(first.uri.path, folder.path) || ".";
  }
  return folder.scheme === "file" ? folder.fsPath : folder.toString();
}

/**
 * Reads the IDX files of a folder, and no other.
 *
 * @param name the folder as it was named, for error messages
 * @throws {DatasetFolderError} when there is no such folder
 * @throws {IdxError} when it does not hold a dataset's files
 */
export async function readDatasetFolder(folder: Uri, name: string): Promise<DatasetSource> {
  const label = posix.basename(folder.path) || name;
  const pairs = findIdxPairs(await fileNames(folder, name), label);
  const files = await Promise.all(
    namesOf(pairs).map(async (fileName) => ({
      name: fileName,
      bytes: await editorFiles.read(Uri.joinPath(folder, fileName)),
    })),
  );
  return { kind: "idx", folder: label, files };
}

async function fileNames(folder: Uri, name: string): Promise<string[]> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries.filter(([, type]) => (type & FileType.Directory) === 0).map(([fileName]) => fileName);
  } catch (cause) {
    const found = isNotThere(cause)
      ? "found no such folder"
      : `found ${cause instanceof Error ? cause.message : cause}`;
    throw new DatasetFolderError(`dataset ${name}: expected built-in, mnist, fashion-mnist or a folder, ${found}.`, {
      cause,
    });
  }
}
