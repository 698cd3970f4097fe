import { MarkdownString } from "vscode";
import { previewCommands } from "./previewLinks.ts";

/** A preview as the editor shows it: with pictures, and with links that run the commands of previews and no others. */
export function trustedMarkdown(markdown: string): MarkdownString {
  const text = new MarkdownString(markdown);
  text.supportHtml = true;
  text.isTrusted = { enabledCommands: previewCommands };
  return text;
}
