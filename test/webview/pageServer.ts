import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { panelPage } from "../../extension/vscode/panel/panelPage.ts";
import { type EditorTheme, type EditorThemeName, editorThemes } from "./editorThemes.ts";

/** Serves a page as VS Code does: in the extension's own frame, under its content security policy. */
export class PageServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param entry the page's script, relative to the project's folder */
  static async start(entry: string): Promise<PageServer> {
    const files = await pageFiles(entry);
    const server = createServer((request, response) => {
      const { pathname: address, searchParams } = new URL(request.url ?? "/", "http://page");
      const origin = `http://${request.headers.host}`;
      const parts = { scriptAddress: "/page.js", styleAddress: "/page.css", ownSource: origin, nonce: "harness" };
      const page = withEditorStyles(panelPage(parts), editorThemes[searchParams.get("theme") as EditorThemeName]);
      const [type, text] =
        address === "/page.js"
          ? ["text/javascript", files.script]
          : address === "/page.css"
            ? ["text/css", files.style]
            : ["text/html", page];
      response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new PageServer(server);
  }

  /** @param opening what the page finds in its address, by which it is told from one that was there before */
  address(theme: EditorThemeName, opening: number): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/?${new URLSearchParams({ theme, opening: String(opening) })}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Builds a page as esbuild.mjs does, into memory. */
async function pageFiles(entry: string): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "chrome138",
    outdir: "unwritten",
    write: false,
    logLevel: "warning",
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

/** VS Code puts its own styles before the page's policy, in a layer that every other style beats. */
function withEditorStyles(page: string, theme: EditorTheme | undefined): string {
  if (theme === undefined) return page;
  const styles = `@layer vscode-default { body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); } }`;
  const variables = Object.entries(theme.variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  return page
    .replace("<html ", `<html style="${variables.join(" ")}" `)
    .replace("<head>", `<head><style>${styles} html { background: var(--vscode-editor-background); }</style>`)
    .replace("<body>", `<body class="${theme.bodyClass}">`);
}
