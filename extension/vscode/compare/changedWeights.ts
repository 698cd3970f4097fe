import { commands, Disposable } from "vscode";
import { verdictOfName } from "../namedFiles/weightsFileNames.ts";
import { type GitRepository, gitApi } from "./gitExtension.ts";

/**
 * Keeps `downhill.hasChangedWeights`: whether a weights file is among the changed files of a git repository. The menu of the
 * source control view knows of a file no more than that it is changed, so that it offers a comparison for all or none.
 *
 * @param log one line for the output channel
 */
export function watchChangedWeights(log: (line: string) => void): Disposable {
  const listening: Disposable[] = [];
  let isEnded = false;
  const begin = async () => {
    const git = await gitApi();
    if (typeof git === "string" || isEnded) return;
    const tell = () => {
      const changed = git.repositories.flatMap(({ state }) => [...state.workingTreeChanges, ...state.indexChanges]);
      const hasWeights = changed.some(({ uri }) => verdictOfName(uri.path) === "weights");
      void commands.executeCommand("setContext", "downhill.hasChangedWeights", hasWeights);
    };
    const watch = (repository: GitRepository) => {
      listening.push(repository.state.onDidChange(tell));
      tell();
    };
    listening.push(git.onDidOpenRepository(watch));
    git.repositories.forEach(watch);
  };
  begin().catch((error: unknown) => log(`Changed weights are not watched: ${error}`));
  return new Disposable(() => {
    isEnded = true;
    for (const one of listening) one.dispose();
  });
}
