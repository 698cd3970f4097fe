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
  /**
   * Resolves when the page has received it, for hosts that answer. A message to a page that is closed or reloaded
   * meanwhile is lost, as in VS Code.
   */
  send(message: ToPage): Promise<void>;
  /** Sends, and resolves when the page has come to rest. */
  post(message: ToPage): Promise<void>;
  /** Told every message, those before too. The page does not rest before what the listener promises has come. */
  onMessage(listener: (message: ToHost) => void | Promise<void>): void;
  /** Resolves with the next message of this type that has not been waited for yet, when the page has come to rest. */
  next<Type extends ToHost["type"]>(type: Type): Promise<Extract<ToHost, { type: Type }>>;
  /** Resolves, the page at rest, as soon as what the page has said makes `isSo` true. The test's time limit ends a vain wait. */
  until(isSo: () => boolean): Promise<void>;
  /**
   * Resolves when all that the page was sent and all that was done to it is drawn, and all that it said is answered: no
   * animation frame and no answer is outstanding. What waits for a timer, such as a glide between two of its frames, is
   * not waited for.
   */
  atRest(): Promise<void>;
  /** Resolves when the page has come to rest. */
  setTheme(theme: EditorThemeName): Promise<void>;
  /** Resolves when the new page has come to rest. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** A wait that is in vain says so within the limits of the tests, which a slow machine may need. */
const waitLimitMs = 90_000;

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
    context.setDefaultTimeout(waitLimitMs);
    const page = await context.newPage();
    const received: ToHost[] = [];
    const faults: PageFault[] = [];
    const listeners: ((message: ToHost) => void | Promise<void>)[] = [];
    /** look, whenever something was said or answered, whether they have waited long enough */
    const waiting = new Set<() => void>();
    const taken = new Map<string, number>();
    /** what the page will hear of */
    const underWay = new Set<Promise<void>>();
    const track = async (work: void | Promise<void>): Promise<void> => {
      const tracked = Promise.resolve(work).finally(() => underWay.delete(tracked));
      underWay.add(tracked);
      await tracked;
    };
    page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
    page.on("console", (line) => {
      if (line.type() === "error") faults.push(line.text());
    });
    await page.exposeFunction("downhillToHost", async (unparsed: unknown) => {
      const message = v.parse(this.#served.schema, unparsed);
      received.push(message);
      if (message.type === "failed") faults.push(String((message as { stack?: unknown }).stack));
      const answers = listeners.map((listener) => listener(message));
      for (const look of waiting) look();
      await Promise.all(answers);
      for (const look of waiting) look();
    });
    await page.addInitScript(provideWebviewApi);
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/?theme=${theme}`);

    const send = (message: ToPage) => track(page.evaluate(deliver, message as unknown).catch(ignorePageGone));
    const atRest = async (): Promise<void> => {
      do {
        await Promise.all(underWay);
        await page.evaluate(() => (window as unknown as RestingWindow).downhillAtRest());
      } while (underWay.size > 0);
    };
    const until = async (isSo: () => boolean): Promise<void> => {
      await new Promise<void>((resolve) => {
        const look = () => {
          if (!isSo()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
      await atRest();
    };
    return {
      page,
      received,
      faults,
      send,
      post: (message) => send(message).then(atRest),
      onMessage: (listener) => {
        listeners.push(listener);
        for (const message of [...received]) void track(listener(message));
      },
      next: async (type) => {
        const among = (message: ToHost): message is Extract<ToHost, { type: typeof type }> => message.type === type;
        const count = taken.get(type) ?? 0;
        taken.set(type, count + 1);
        await until(() => received.filter(among).length > count);
        return received.filter(among)[count];
      },
      until,
      atRest,
      setTheme: async (name) => {
        await page.evaluate(applyTheme, editorThemes[name]);
        await atRest();
      },
      reload: async () => {
        await page.reload();
        await atRest();
      },
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

/** What {@link provideWebviewApi} adds to a page. */
interface RestingWindow {
  downhillAtRest(): Promise<void>;
}

/** Runs in the page, before its own script: gives it VS Code's interface, and counts what it still has to do. */
function provideWebviewApi(): void {
  const key = "webview state";
  let unanswered = 0;
  const frames = new Set<number>();
  const { requestAnimationFrame, cancelAnimationFrame } = window;
  const postMessage = async (message: unknown) => {
    unanswered++;
    await (window as unknown as { downhillToHost(message: unknown): Promise<void> }).downhillToHost(message);
    unanswered--;
  };
  Object.assign(window, {
    requestAnimationFrame: (callback: FrameRequestCallback) => {
      const frame = requestAnimationFrame((nowMs) => {
        frames.delete(frame);
        callback(nowMs);
      });
      frames.add(frame);
      return frame;
    },
    cancelAnimationFrame: (frame: number) => {
      frames.delete(frame);
      cancelAnimationFrame(frame);
    },
    downhillAtRest: async () => {
      // After a frame's callbacks come its observers of sizes, which may want another frame.
      do await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      while (frames.size + unanswered > 0);
    },
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => void postMessage(message),
      getState: () => JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
    }),
  });
}

/** Runs in the page: resolves when the page has received the message. */
function deliver(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    // Messages come in the order in which they were posted, and one without a type is nothing to a page.
    const mark = performance.now() + Math.random();
    const markReceived = ({ data }: MessageEvent) => {
      if (data?.mark !== mark) return;
      window.removeEventListener("message", markReceived);
      resolve();
    };
    window.addEventListener("message", markReceived);
    window.postMessage(message, "*");
    window.postMessage({ mark }, "*");
  });
}

/** Runs in the page: does to it what VS Code does when the theme changes. */
function applyTheme({ bodyClass, variables }: EditorTheme): void {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith("--vscode-")) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  document.body.className = bodyClass;
}
