import type { Uri } from "vscode";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import type { SavedPlaceWords } from "../savedWeights/savedWeightsArgument.ts";
import type { PreviewLink } from "./previewMarkdown.ts";

/** The commands that a preview's links may run. */
export const previewCommands = [
  "downhill.openSavedWeights",
  "downhill.compareWeights",
  "downhill.openWeights",
] as const;

/** What can be done with a weights file from its preview. Only a network can be compared and loaded. */
export function fileLinks(uri: Uri, { network }: Pick<WeightsSummary, "network">): PreviewLink[] {
  const file = uri.toString();
  const open = openLink({ uri: file });
  if (network === null) return [open];
  return [
    open,
    { title: "Compare with the Live Network", command: "downhill.compareWeights", arguments: [{ a: file }] },
    { title: "Load into the Panel", command: "downhill.openWeights", arguments: [file] },
  ];
}

/** Opens the file in the editor, at a part of it. */
export function openLink(place: SavedPlaceWords & { readonly uri: string }): PreviewLink {
  // The URI as text: on another machine it would be taken for one of the machine that shows the link.
  return { title: "Open", command: "downhill.openSavedWeights", arguments: [place] };
}
