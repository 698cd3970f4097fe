import { Uri, window, workspace } from "vscode";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { Cancelled } from "../cancelled.ts";
import { namedPlace } from "../files/namedPlace.ts";
import { writeNamedFile } from "../files/writeNamedFile.ts";
import { weightsFileExtensions } from "../namedFiles/weightsFileNames.ts";
import { BadArgument } from "./commandArguments.ts";

const savedFilters = { "Weights (safetensors)": ["safetensors"] };
const readableFilters = {
  // A dialog knows only what stands behind the last dot: of an index, `json`.
  Weights: [...weightsFileExtensions.filter((extension) => !extension.includes(".")), "json"],
  "All files": ["*"],
};

/** Writes the network's weights into a file, whole or not at all. @throws {Error} with one sentence to show */
export async function saveWeights(liveNetwork: LiveNetwork, uri: Uri): Promise<void> {
  const { bytes } = await liveNetwork.save();
  await writeNamedFile(uri, bytes);
  liveNetwork.savedTo(uri.toString());
}

/** @throws {Cancelled} */
export async function askWhereToSave(dataset: string): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = dataset === "fashion-mnist" ? "clothes.safetensors" : "digits.safetensors";
  const uri = await window.showSaveDialog({
    title: "Save Weights",
    saveLabel: "Save Weights",
    filters: savedFilters,
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
    filters: readableFilters,
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
