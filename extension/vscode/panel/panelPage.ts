/** What the panel's page is made of. All addresses are as the webview may load them. */
export interface PanelPageParts {
  readonly scriptAddress: string;
  readonly styleAddress: string;
  /** the source that stands for the extension's own files in a content security policy */
  readonly ownSource: string;
  /** fresh for each page: only the script that bears it runs, and only the style elements that bear it count */
  readonly nonce: string;
}

/**
 * The panel's page. The controls' styles come in constructed style sheets, which a policy against inline styles lets
 * through; the toolkit tries its one style element, with the nonce of `csp-nonce`, to learn whether the browser tells
 * focus by key from focus by pointer. Pictures are drawn on canvases or come as data.
 */
export function panelPage({ scriptAddress, styleAddress, ownSource, nonce }: PanelPageParts): string {
  const policy = [
    "default-src 'none'",
    `img-src ${ownSource} data:`,
    `style-src ${ownSource} 'nonce-${nonce}'`,
    `font-src ${ownSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Downhill</title>
    <link rel="stylesheet" href="${styleAddress}">
  </head>
  <body>
    <script nonce="${nonce}" src="${scriptAddress}"></script>
  </body>
</html>
`;
}
