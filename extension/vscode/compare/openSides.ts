import { posix } from "node:path";
import { FileSystemError, Uri, workspace } from "vscode";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import type { OpenedSide, SideName } from "../../protocol/compareMessages.ts";
import type { WeightsReader } from "../../weightsReader/weightsReader.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import type { HeldSide } from "./comparisonSession.ts";
import { revisionInWords } from "./gitRevisions.ts";

/** Where sides come from. */
export interface SideSources {
  readonly reader: WeightsReader;
  readonly openedWeights: OpenedWeights;
  readonly liveNetwork: LiveNetwork;
}

/** Opens one side of a comparison in the weights reader. @throws with one sentence to show */
export async function openSide(
  { reader, openedWeights, liveNetwork }: SideSources,
  name: SideName,
  signal: AbortSignal,
): Promise<HeldSide> {
  if (name.kind === "live") {
    const { bytes, step } = await liveNetwork.save();
    const weights = await reader.open({ kind: "bytes", name: "the live network.safetensors", bytes }, { signal });
    return { weights, side: sideOf(name, "the live network", `at step ${step.toLocaleString("en")}`, weights.summary) };
  }
  const uri = Uri.parse(name.uri, true);
  const revision = revisionInWords(uri);
  try {
    const weights = await openedWeights.open(uri, signal);
    return { weights, side: sideOf(name, titleOf(uri), folderOf(uri), weights.summary) };
  } catch (cause) {
    if (!(cause instanceof FileSystemError) || revision === undefined) throw cause;
    const file = posix.basename(uri.path);
    throw new Error(`${file}: expected it in ${revision}, found that git has no such file there.`, { cause });
  }
}

/** A side's title before it is opened. */
export function titleOfSide(name: SideName): string {
  return name.kind === "live" ? "the live network" : titleOf(Uri.parse(name.uri, true));
}

function titleOf(uri: Uri): string {
  const revision = revisionInWords(uri);
  const file = posix.basename(uri.path);
  return revision === undefined ? file : `${file} (${revision})`;
}

function folderOf(uri: Uri): string {
  const folder = uri.with({
    path: posix.dirname(uri.path),
    query: "",
    scheme: uri.scheme === "git" ? "file" : uri.scheme,
  });
  const relative = workspace.asRelativePath(folder);
  return relative === folder.fsPath && workspace.getWorkspaceFolder(folder) ? "" : relative;
}

function sideOf(
  name: SideName,
  title: string,
  detail: string,
  { format, byteLength, tensors, network }: HeldSide["weights"]["summary"],
): OpenedSide {
  return { name, title, detail, format, byteLength, tensors, network };
}
