import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { watchedNames } from "./watchedNames.ts";

/** Tells of everything that happens to a weights file, and, of an index, to its shards: written, replaced, deleted. */
export function watchWeightsFile(uri: Uri, changed: () => void): Disposable {
  const folder = Uri.joinPath(uri, "..").with({ query: "" });
  const names = watchedNames(uri.path.slice(uri.path.lastIndexOf("/") + 1));
  const watchers = names.map((name) => workspace.createFileSystemWatcher(new RelativePattern(folder, name)));
  return Disposable.from(
    ...watchers.flatMap((watcher) => [
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    ]),
  );
}
