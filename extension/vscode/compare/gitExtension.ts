import { type Disposable, extensions, type Uri } from "vscode";

/**
 * What is used of the API of VS Code's own git extension, version 1.
 *
 * @see https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts
 */
export interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: (listener: (repository: GitRepository) => void) => Disposable;
  getRepository(uri: Uri): GitRepository | null;
  openRepository(root: Uri): Promise<GitRepository | null>;
  getRepositoryRoot(uri: Uri): Promise<Uri | null>;
  toGitUri(uri: Uri, ref: string): Uri;
}

export interface GitRepository {
  readonly state: {
    readonly workingTreeChanges: readonly { readonly uri: Uri }[];
    readonly indexChanges: readonly { readonly uri: Uri }[];
    readonly onDidChange: (listener: () => void) => Disposable;
  };
  log(options: { readonly path: string; readonly maxEntries: number }): Promise<readonly GitCommit[]>;
}

export interface GitCommit {
  readonly hash: string;
  readonly message: string;
  readonly authorDate?: Date;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** The API, `missing` where the extension is not installed, `off` where the setting git.enabled says so. */
export async function gitApi(): Promise<GitApi | "missing" | "off"> {
  const extension = extensions.getExtension<GitExtension>("vscode.git");
  if (extension === undefined) return "missing";
  const exported = await extension.activate();
  return exported.enabled ? exported.getAPI(1) : "off";
}
