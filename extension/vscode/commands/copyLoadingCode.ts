import { posix } from "node:path";
import * as v from "valibot";
import { env, Uri, window, workspace } from "vscode";
import { type LibraryName, libraryNames, libraryTitles, loadingProblem } from "../../exports/loadingCode/libraries.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { askToPick, firstAnswer } from "../questions/questionSequence.ts";
import { parseArgument } from "./commandArguments.ts";
import { fileArgument } from "./weightsFiles.ts";

/** Which file code is wanted for, and for which library; null is asked. */
export interface LoadingWish {
  readonly uri: Uri;
  readonly library: LibraryName | null;
}

/**
 * What `downhill.copyLoadingCode` is told: a file, or a file and a library.
 *
 * @throws {BadArgument}
 */
export function loadingArgument(argument: unknown, command: string): LoadingWish {
  if (argument instanceof Uri || typeof argument === "string") {
    return { uri: fileArgument(argument, command), library: null };
  }
  const { uri, library } = parseArgument(loadingSchema, argument, command);
  return { uri: fileArgument(uri, command), library };
}

const loadingSchema = v.strictObject(
  {
    uri: v.unknown(),
    library: v.picklist(
      libraryNames,
      (issue) => `library: expected ${libraryNames.join(" or ")}, found ${issue.received}.`,
    ),
  },
  `expected a file, or an object such as { uri: "digits.safetensors", library: "numpy" }.`,
);

/**
 * Puts code that loads a weights file into the clipboard.
 *
 * @throws {Cancelled}
 * @throws {Error} in one sentence, when the library has no way to read such a file
 */
export async function copyLoadingCode(openedWeights: OpenedWeights, wish: LoadingWish): Promise<void> {
  const { uri } = wish;
  const summary = await openedWeights.summary(uri);
  const choices = libraryNames
    .filter((library) => loadingProblem(library, summary.format) === undefined)
    .map((value) => ({ value, label: libraryTitles[value] }));
  const position = { title: "Copy Loading Code", step: 1, totalSteps: 1 };
  const question = `What is to load ${posix.basename(uri.path)}`;
  const library = wish.library ?? firstAnswer(await askToPick(position, question, choices, undefined));
  // Only who wants code waits for what writes it.
  const { loadingCode } = await import("../../exports/loadingCode/loadingCode.ts");
  await env.clipboard.writeText(loadingCode(library, pathFor(uri), summary));
  window.setStatusBarMessage(`The code for ${libraryTitles[library]} is in the clipboard.`, messageMs);
}

const messageMs = 5000;

/** From the workspace folder, where the file is in one: that is where a script is run. */
function pathFor(uri: Uri): string {
  if (workspace.getWorkspaceFolder(uri)) return workspace.asRelativePath(uri, false);
  return uri.scheme === "file" ? uri.fsPath : posix.basename(uri.path);
}
