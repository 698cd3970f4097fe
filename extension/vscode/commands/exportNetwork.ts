import { posix } from "node:path";
import * as v from "valibot";
import { commands, Uri, window, workspace } from "vscode";
import type { ExportedFile } from "../../exports/exportedFile.ts";
import type { ExportMaterial } from "../../exports/exportFiles.ts";
import { type ExportFormatName, exportFormatNames, exportFormats } from "../../exports/exportFormats.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { NotNow } from "../../liveNetwork/notNow.ts";
import { nothingObserved } from "../../protocol/snapshot.ts";
import { Cancelled } from "../cancelled.ts";
import { editorFiles } from "../files/editorFiles.ts";
import { isNotThere } from "../files/files.ts";
import { writeNamedFile } from "../files/writeNamedFile.ts";
import { askToPick, firstAnswer } from "../questions/questionSequence.ts";
import { parseArgument } from "./commandArguments.ts";
import { fileArgument } from "./weightsFiles.ts";

/** What is exported, and where to: a file, or a folder for a format that is one. */
export interface ExportWish {
  readonly format: ExportFormatName;
  readonly uri: Uri;
}

/** Builds the files of an export elsewhere than on this thread; takes over the weights. */
export type Exporter = (format: ExportFormatName, material: ExportMaterial) => Promise<readonly ExportedFile[]>;

/**
 * What `downhill.exportNetwork` is told.
 *
 * @throws {BadArgument}
 */
export function exportArgument(argument: unknown, command: string): ExportWish {
  const { format, uri } = parseArgument(exportSchema, argument, command);
  return { format, uri: fileArgument(uri, command) };
}

const exportSchema = v.strictObject(
  {
    format: v.picklist(
      exportFormatNames,
      (issue) => `format: expected ${exportFormatNames.join(" or ")}, found ${issue.received}.`,
    ),
    uri: v.unknown(),
  },
  `expected an object such as { format: "onnx", uri: "digits.onnx" }.`,
);

/**
 * Asks what to export, and where to. A file that is there already is replaced on a person's word alone.
 *
 * @throws {Cancelled}
 */
export async function askForExport({ state }: LiveNetwork): Promise<ExportWish> {
  const choices = exportFormatNames.map((value) => {
    const { title, meaning } = exportFormats[value];
    return { value, label: title, detail: meaning };
  });
  const position = { title: "Export Network", step: 1, totalSteps: 1 };
  const format = firstAnswer(await askToPick(position, "What the network is exported as", choices, undefined));
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const uri = await askWhere(format, folder, state.network?.file ?? null);
  if (exportFormats[format].hasWeightsBeside) await askToReplace(beside(uri, `${nameOf(uri)}${weightsEnding}`));
  return { format, uri };
}

async function askWhere(format: ExportFormatName, folder: Uri | undefined, weightsFile: string | null): Promise<Uri> {
  const { title, ending } = exportFormats[format];
  if (ending === null) {
    const uris = await window.showOpenDialog({
      title: `Export: ${title}`,
      openLabel: "Export Here",
      canSelectFiles: false,
      canSelectFolders: true,
      ...(folder && { defaultUri: folder }),
    });
    if (!uris?.[0]) throw new Cancelled();
    return uris[0];
  }
  const name = weightsFile === null ? "digits" : nameOf(Uri.parse(weightsFile));
  const uri = await window.showSaveDialog({
    title: `Export: ${title}`,
    saveLabel: "Export",
    filters: { [title]: [ending] },
    ...(folder && { defaultUri: Uri.joinPath(folder, `${name}.${ending}`) }),
  });
  if (!uri) throw new Cancelled();
  return uri;
}

/** The dialog has asked about the file that was named, and not about the one beside it. */
async function askToReplace(uri: Uri): Promise<void> {
  const isThere = await editorFiles.read(uri).then(
    () => true,
    (error: unknown) => !isNotThere(error),
  );
  if (!isThere) return;
  const replace = "Replace";
  const message = `${posix.basename(uri.path)} is there already. The network's weights go into it.`;
  const answer = await window.showWarningMessage(message, { modal: true }, replace);
  if (answer !== replace) throw new Cancelled();
}

/**
 * Writes the network that is shown, and what goes with it, each file whole or not at all.
 *
 * @returns the file that was named, or the folder that was made in the one that was
 * @throws {Error} in one sentence, when the format has no place for such a network, or it cannot be written
 */
export async function exportNetwork(
  liveNetwork: LiveNetwork,
  exporter: Exporter,
  { format, uri }: ExportWish,
): Promise<Uri> {
  const { network } = liveNetwork.state;
  if (!network) throw new NotNow("There is no network yet: run “Downhill: New Network” first.");
  const { ending, hasWeightsBeside } = exportFormats[format];
  if (hasWeightsBeside && posix.extname(uri.path).toLowerCase() === weightsEnding) {
    throw new Error(
      `${posix.basename(uri.path)}: expected another name, found the one that the weights beside it are to have.`,
    );
  }
  const { bytes: weights } = await liveNetwork.save();
  const { example } = await liveNetwork.takeSnapshot(nothingObserved);
  if (!example) throw new NotNow("No example is shown yet.");
  if (liveNetwork.state.network?.shape !== network.shape) {
    throw new NotNow("Another network took its place while it was exported: export again.");
  }
  const files = await exporter(format, {
    weights,
    runs: liveNetwork.runs,
    outputNames: network.outputNames,
    example,
    name: ending === null ? "" : nameOf(uri),
    now: Date.now() / 1000,
  });
  const [named, ...others] = files;
  // The file that was named keeps its name, whatever its ending; the weights come first, so that no script is without.
  for (const { path, bytes } of ending === null ? files : others) {
    await writeNamedFile(ending === null ? Uri.joinPath(uri, path) : beside(uri, path), bytes);
  }
  if (ending === null) return Uri.joinPath(uri, files[0]?.path.split("/")[0] ?? "");
  await writeNamedFile(uri, named.bytes);
  return uri;
}

/** Shows a person what was written. */
export function showExported(format: ExportFormatName, uri: Uri): void {
  const { title, isText } = exportFormats[format];
  if (isText) {
    void commands.executeCommand("vscode.open", uri);
    return;
  }
  const reveal = "Reveal in Explorer View";
  void window.showInformationMessage(`${title}: ${posix.basename(uri.path)} is written.`, reveal).then((answer) => {
    if (answer === reveal) void commands.executeCommand("revealInExplorer", uri);
  });
}

/** Of the weights beside a script. */
const weightsEnding = ".safetensors";

function beside(uri: Uri, name: string): Uri {
  return Uri.joinPath(uri, "..", name);
}

/** A file's name without its ending. */
function nameOf(uri: Uri): string {
  return posix.basename(uri.path, posix.extname(uri.path));
}
