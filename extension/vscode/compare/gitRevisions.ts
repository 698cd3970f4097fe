import { posix } from "node:path";
import { type Uri, window } from "vscode";
import { Cancelled } from "../cancelled.ts";
import { type GitApi, type GitRepository, gitApi } from "./gitExtension.ts";

/**
 * A file as it was at a commit, as VS Code's git extension names it. Whether there is such a file is known when it is read.
 *
 * @param ref "HEAD", or a commit's hash
 * @throws {Error} with one sentence to show when git is off or the file is in no repository
 */
export async function revisionOf(file: Uri, ref: string): Promise<Uri> {
  const { git } = await repositoryOf(file);
  return git.toGitUri(file, ref);
}

/** Asks for one of the commits that changed a file. @throws {Cancelled} @throws {Error} as {@link revisionOf} */
export async function askForCommit(file: Uri): Promise<string> {
  const { repository } = await repositoryOf(file);
  const name = posix.basename(file.path);
  const commits = await repository.log({ path: file.fsPath, maxEntries: mostCommits });
  if (commits.length === 0) throw new Error(`${name}: expected commits that changed it, found none.`);
  const items = commits.map(({ hash, message, authorDate }) => ({
    label: message.split("\n")[0],
    description: [hash.slice(0, 8), authorDate?.toLocaleString()].filter(Boolean).join(" · "),
    hash,
  }));
  const title = `Compare ${name} with an Earlier Commit`;
  const chosen = await window.showQuickPick(items, { title, placeHolder: "The commit to compare with" });
  if (!chosen) throw new Cancelled();
  return chosen.hash;
}

const mostCommits = 200;

/** The commit of a `git:` URI in words: `HEAD`, `1a2b3c4d`, `index`; undefined for any other URI. */
export function revisionInWords({ scheme, query }: Uri): string | undefined {
  if (scheme !== "git") return undefined;
  const ref = refOf(query);
  // What is staged has no name of its own there: it is empty, or a tilde.
  if (ref === "" || ref === "~") return "index";
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}

/** The file that a `git:` URI is an earlier state of; another URI as it is. */
export function workingFileOf(uri: Uri): Uri {
  return uri.scheme === "git" ? uri.with({ scheme: "file", query: "" }) : uri;
}

function refOf(query: string): string {
  try {
    const parsed: unknown = JSON.parse(query);
    return typeof parsed === "object" && parsed !== null && "ref" in parsed ? String(parsed.ref) : "";
  } catch {
    return "";
  }
}

async function repositoryOf(file: Uri): Promise<{ readonly git: GitApi; readonly repository: GitRepository }> {
  const name = posix.basename(file.path);
  const git = await gitApi();
  if (git === "missing") throw new Error(`${name}: expected VS Code’s git extension, found none.`);
  if (git === "off") throw new Error(`${name}: expected git to be on, found that the setting git.enabled says no.`);
  const repository = git.getRepository(file) ?? (await openRepositoryOf(git, file));
  if (repository === null) throw new Error(`${name}: expected a file in a git repository, found none around it.`);
  return { git, repository };
}

/** The extension may not have looked there yet. */
async function openRepositoryOf(git: GitApi, file: Uri): Promise<GitRepository | null> {
  const root = await git.getRepositoryRoot(file);
  return root === null ? null : git.openRepository(root);
}
