import { randomBytes } from "node:crypto";
import { Uri, type Webview, type WebviewOptions } from "vscode";
import { panelPage } from "./panelPage.ts";

/** A webview may run scripts and load what stands in the folder `dist`, nothing else. */
export function pageOptions(dist: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [dist] };
}

/** Loads the page whose script and style sheet are `name` in the folder `dist`. */
export function showPage(webview: Webview, dist: Uri, name: "panel" | "weightsEditor" | "compare"): void {
  webview.options = pageOptions(dist);
  webview.html = panelPage({
    scriptAddress: `${webview.asWebviewUri(Uri.joinPath(dist, `${name}.js`))}`,
    styleAddress: `${webview.asWebviewUri(Uri.joinPath(dist, `${name}.css`))}`,
    ownSource: webview.cspSource,
    nonce: randomBytes(16).toString("base64"),
  });
}
