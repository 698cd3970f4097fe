import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import * as v from "valibot";
import { panelPage } from "../../extension/vscode/panelPage.ts";
import { ensureChromium } from "../../scripts/chromium.ts";
import { type EditorTheme, type EditorThemeName, editorThemes } from "./editorThemes.ts";

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: EditorThemeName;
}

/** Something the page did that it must not do: an error, or a breach of its content security policy. */
export type PageFault = string;

/** What every message of a page has. */
export interface PageMessage {
  readonly type: string;
}

/** Which page a harness serves. */
export interface ServedPage<ToHost extends PageMessage> {
  /** its script, relative to the project's folder */
  readonly entry: string;
  /** by which the host parses what the page says */
  readonly schema: v.GenericSchema<unknown, ToHost>;
}

/** One opened page, with this test as its extension host. */
export interface OpenedPage<ToPage, ToHost extends PageMessage> {
  readonly page: Page;
  /** every message of the page, parsed as the host parses it */
  readonly received: readonly ToHost[];
  readonly faults: readonly PageFault[];
  /** A message to a page that is closed or reloaded meanwhile is lost, as in VS Code. */
  post(message: ToPage): Promise<void>;
  /** Told every further message. */
  onMessage(listener: (message: ToHost) => void): void;
  /** Resolves with the next message of this type that has not been waited for yet. */
  next<Type extends ToHost["type"]>(type: Type): Promise<Extract<ToHost, { type: Type }>>;
  setTheme(theme: EditorThemeName): Promise<void>;
  close(): Promise<void>;
}

/** Serves a page as VS Code does, under the extension's own frame and content security policy, in a real browser. */
export class PageHarness<ToPage, ToHost extends PageMessage> {
  readonly #browser: Browser;
  readonly #server: Server;

  readonly #served: ServedPage<ToHost>;

  static async start<ToPage, ToHost extends PageMessage>(
    served: ServedPage<ToHost>,
  ): Promise<PageHarness<ToPage, ToHost>> {
    const [files, executablePath] = await Promise.all([pageFiles(served.entry), ensureChromium()]);
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
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    return new PageHarness(browser, server, served);
  }

  constructor(browser: Browser, server: Server, served: ServedPage<ToHost>) {
    this.#browser = browser;
    this.#server = server;
    this.#served = served;
  }

  async open({ width = 1000, height = 700, theme = "dark" }: PageOptions = {}): Promise<OpenedPage<ToPage, ToHost>> {
    const context = await this.#browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    const received: ToHost[] = [];
    const faults: PageFault[] = [];
    const listeners: ((message: ToHost) => void)[] = [];
    const taken = new Map<string, number>();
    page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
    page.on("console", (line) => {
      if (line.type() === "error") faults.push(line.text());
    });
    await page.exposeFunction("downhillToHost", (unparsed: unknown) => {
      const message = v.parse(this.#served.schema, unparsed);
      received.push(message);
      if (message.type === "failed") faults.push(String((message as { stack?: unknown }).stack));
      for (const listener of [...listeners]) listener(message);
    });
    const setTheme = (name: EditorThemeName) => page.evaluate(applyTheme, editorThemes[name]);
    await page.addInitScript(provideWebviewApi);
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/?theme=${theme}`);
    return {
      page,
      received,
      faults,
      post: (message) =>
        page.evaluate((posted) => window.postMessage(posted, "*"), message as unknown).catch(ignorePageGone),
      onMessage: (listener) => void listeners.push(listener),
      next: (type) =>
        new Promise((resolve) => {
          const among = (message: ToHost): message is Extract<ToHost, { type: typeof type }> => message.type === type;
          const look = () => {
            const count = taken.get(type) ?? 0;
            const found = received.filter(among)[count];
            if (found === undefined) return;
            taken.set(type, count + 1);
            listeners.splice(listeners.indexOf(look), 1);
            resolve(found);
          };
          listeners.push(look);
          look();
        }),
      setTheme,
      close: () => context.close(),
    };
  }

  async dispose(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function ignorePageGone(error: unknown): void {
  if (!/has been closed|context was destroyed/.test(String(error))) throw error;
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

/** Runs in the page, before its own script. */
function provideWebviewApi(): void {
  const key = "webview state";
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) =>
        (window as unknown as { downhillToHost(message: unknown): void }).downhillToHost(message),
      getState: () => JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
    }),
  });
}

/** Runs in the page: does to it what VS Code does when the theme changes. */
function applyTheme({ bodyClass, variables }: EditorTheme): void {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith("--vscode-")) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  document.body.className = bodyClass;
}
