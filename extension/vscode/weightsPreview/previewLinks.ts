import type { Uri } from "vscode";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import type { PreviewLink } from "./previewMarkdown.ts";

/** The commands that a preview's links may run. */
export const previewCommands = [
  "downhill.openSavedWeights",
  "downhill.compareWeights",
  "downhill.openWeights",
] as const;

/**
 * What can be done with a weights file from its preview. Only a network can be compared and loaded.
 *
 * @param summary of the file; null for a preview of one of its tensors
 */
export function fileLinks(uri: Uri, summary: WeightsSummary | null): PreviewLink[] {
  // As text: on another machine a URI would be taken for one of the machine that shows the link.
  const file = uri.toString();
  const open: PreviewLink = { title: "Open", command: "downhill.openSavedWeights", arguments: [file] };
  if (summary?.network == null) return [open];
  return [
    open,
    { title: "Compare with the Live Network", command: "downhill.compareWeights", arguments: [{ a: file }] },
    { title: "Load into the Panel", command: "downhill.openWeights", arguments: [file] },
  ];
}
