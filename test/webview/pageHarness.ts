import { type Browser, chromium, type Page } from "playwright-core";
import type * as v from "valibot";
import { ensureChromium } from "../../scripts/chromium.ts";
import type { EditorThemeName } from "./editorThemes.ts";
import { OpenedPage, type PageMessage } from "./openedPage.ts";
import { PageServer } from "./pageServer.ts";
import { provideWebviewApi } from "./webviewApi.ts";

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: EditorThemeName;
}

/** Which page a harness serves. */
export interface ServedPage<ToHost extends PageMessage> {
  /** its script, relative to the project's folder */
  readonly entry: string;
  /** by which the host parses what the page says */
  readonly schema: v.GenericSchema<unknown, ToHost>;
}

/** A wait that is in vain says so within the limits of the tests, which a slow machine may need. */
const waitLimitMs = 240_000;

/** Opens one of the extension's pages in a real browser. A tab that a test has closed is the next one's. */
export class PageHarness<ToPage, ToHost extends PageMessage> {
  readonly #browser: Browser;
  readonly #server: PageServer;
  readonly #served: ServedPage<ToHost>;
  /** Opening a tab takes longer than loading a page into it. */
  readonly #freeTabs: Page[] = [];
  readonly #opened = new Map<number, OpenedPage<ToPage, ToHost>>();
  #openings = 0;

  static async start<ToPage, ToHost extends PageMessage>(
    served: ServedPage<ToHost>,
  ): Promise<PageHarness<ToPage, ToHost>> {
    const [server, executablePath] = await Promise.all([PageServer.start(served.entry), ensureChromium()]);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    return new PageHarness(browser, server, served);
  }

  private constructor(browser: Browser, server: PageServer, served: ServedPage<ToHost>) {
    this.#browser = browser;
    this.#server = server;
    this.#served = served;
  }

  async open({ width = 1000, height = 700, theme = "dark" }: PageOptions = {}): Promise<OpenedPage<ToPage, ToHost>> {
    const opening = this.#openings++;
    const page = this.#freeTabs.pop() ?? (await this.#openTab());
    await page.setViewportSize({ width, height });
    const opened = new OpenedPage<ToPage, ToHost>(page, this.#served.schema, async () => {
      this.#opened.delete(opening);
      // The next test's page is not pointed at.
      await page.mouse.move(-1, -1);
      this.#freeTabs.push(page);
    });
    this.#opened.set(opening, opened);
    await page.goto(this.#server.address(theme, opening));
    return opened;
  }

  async dispose(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  async #openTab(): Promise<Page> {
    const context = await this.#browser.newContext();
    context.setDefaultTimeout(waitLimitMs);
    const page = await context.newPage();
    // A page that is gone from its tab may have said something yet.
    await page.exposeFunction("downhillToHost", (opening: number, message: unknown) =>
      this.#opened.get(opening)?.receive(message),
    );
    await page.addInitScript(provideWebviewApi);
    return page;
  }
}
