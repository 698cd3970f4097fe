import type { Uri } from "vscode";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { weightsEditorTypes } from "../weightsEditor.ts";
import type { PreviewLink } from "./previewMarkdown.ts";

/** The commands that a preview's links may run. */
export const previewCommands = ["vscode.openWith", "downhill.compareWeights", "downhill.openWeights"] as const;

/**
 * What can be done with a weights file from its preview. Only a network can be compared and loaded.
 *
 * @param summary of the file; null for a preview of one of its tensors
 */
export function fileLinks(uri: Uri, summary: WeightsSummary | null): PreviewLink[] {
  const open: PreviewLink = { title: "Open", command: "vscode.openWith", arguments: [uri, weightsEditorTypes[0]] };
  if (summary?.network == null) return [open];
  return [
    open,
    { title: "Compare with the Live Network", command: "downhill.compareWeights", arguments: [{ a: uri.toString() }] },
    { title: "Load into the Panel", command: "downhill.openWeights", arguments: [uri.toString()] },
  ];
}
