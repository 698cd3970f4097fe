import { posix } from "node:path";
import { Uri, window, workspace } from "vscode";
import type { LiveNetwork } from "../liveNetwork/liveNetwork.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { Cancelled } from "./cancelled.ts";
import { BadArgument } from "./commandArguments.ts";
import { editorFiles } from "./editorFiles.ts";
import { isNotThere } from "./files.ts";
import { namedPlace } from "./namedPlace.ts";
import type { NewNetwork } from "./newNetworkSettings.ts";

const filters = { "Weights (safetensors)": ["safetensors"] };

/** Writes the network's weights into a file, whole or not at all. */
export async function saveWeights(liveNetwork: LiveNetwork, uri: Uri): Promise<void> {
  const { bytes } = await liveNetwork.save();
  await atomicWrite(editorFiles, uri, bytes);
  liveNetwork.savedTo(uri.toString());
}

/**
 * Opens a weights file as the live network.
 *
 * @param otherwise for what the file does not say
 * @param dataset what to train on and to show
 */
export async function openWeights(
  liveNetwork: LiveNetwork,
  uri: Uri,
  otherwise: NewNetwork["settings"],
  dataset: string,
): Promise<void> {
  const weights = { name: posix.basename(uri.path), bytes: await readFile(uri) };
  await liveNetwork.open(weights, otherwise, dataset, uri.toString());
}

/** @throws {Cancelled} */
export async function askWhereToSave(dataset: string): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = dataset === "fashion-mnist" ? "clothes.safetensors" : "digits.safetensors";
  const uri = await window.showSaveDialog({
    title: "Save Weights",
    saveLabel: "Save Weights",
    filters,
    ...(folder && { defaultUri: Uri.joinPath(folder, name) }),
  });
  if (!uri) throw new Cancelled();
  return uri;
}

/** @throws {Cancelled} */
export async function askWhatToOpen(): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const uris = await window.showOpenDialog({
    title: "Open Weights",
    openLabel: "Open Weights",
    filters,
    ...(folder && { defaultUri: folder }),
  });
  if (!uris?.[0]) throw new Cancelled();
  return uris[0];
}

/**
 * A file as a command is told of it: a URI, or a URI or path as text.
 *
 * @throws {BadArgument}
 */
export function fileArgument(argument: unknown, command: string): Uri {
  const uri = typeof argument === "string" && argument !== "" ? namedPlace(argument) : argument;
  if (uri instanceof Uri) return uri;
  throw new BadArgument(`${command}: expected a file's URI or whole path, found ${JSON.stringify(argument)}.`);
}

async function readFile(uri: Uri): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await editorFiles.read(uri);
  } catch (cause) {
    if (!isNotThere(cause)) throw cause;
    throw new Error(`${posix.basename(uri.path)}: expected a weights file, found no such file.`, { cause });
  }
}
