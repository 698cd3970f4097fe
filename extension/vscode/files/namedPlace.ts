import { isAbsolute } from "node:path";
import { Uri, workspace } from "vscode";

/**
 * The file or folder that a text stands for: a URI, an absolute path, or a path from the first workspace folder.
 * Undefined for a relative path where no folder is open.
 */
export function namedPlace(text: string): Uri | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return Uri.parse(text, true);
  if (isAbsolute(text)) return Uri.file(text);
  const workspaceFolder = workspace.workspaceFolders?.[0];
  return workspaceFolder && Uri.joinPath(workspaceFolder.uri, text);
}
