import { commands, Disposable, extensions, type Uri } from "vscode";

/** What is used of the git extension's API here: what changed, and when. */
interface ChangesApi {
  readonly repositories: readonly ChangedRepository[];
  readonly onDidOpenRepository: (listener: (repository: ChangedRepository) => void) => Disposable;
}

interface ChangedRepository {
  readonly state: {
    readonly workingTreeChanges: readonly { readonly uri: Uri }[];
    readonly indexChanges: readonly { readonly uri: Uri }[];
    readonly onDidChange: (listener: () => void) => Disposable;
  };
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): ChangesApi;
}

const weightsName = /\.(safetensors|npz|npy|onnx|pt|pth|h5|hdf5|keras)$/i;

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
    const extension = extensions.getExtension<GitExtension>("vscode.git");
    const exported = await extension?.activate();
    if (!exported?.enabled || isEnded) return;
    const git = exported.getAPI(1);
    const tell = () => {
      const changed = git.repositories.flatMap(({ state }) => [...state.workingTreeChanges, ...state.indexChanges]);
      const hasWeights = changed.some(({ uri }) => weightsName.test(uri.path));
      void commands.executeCommand("setContext", "downhill.hasChangedWeights", hasWeights);
    };
    const watch = (repository: ChangedRepository) => {
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
