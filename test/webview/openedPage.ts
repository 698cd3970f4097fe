import type { ConsoleMessage, Page } from "playwright-core";
import * as v from "valibot";
import { type EditorTheme, type EditorThemeName, editorThemes } from "./editorThemes.ts";
import { deliver, type WindowInTests } from "./webviewApi.ts";

/** Something the page did that it must not do: an error, or a breach of its content security policy. */
export type PageFault = string;

/** What every message of a page has. */
export interface PageMessage {
  readonly type: string;
}

/** One opened page, with this test as its extension host. */
export class OpenedPage<ToPage, ToHost extends PageMessage> {
  readonly page: Page;
  /** every message of the page, parsed as the host parses it */
  readonly received: ToHost[] = [];
  readonly faults: PageFault[] = [];
  readonly #schema: v.GenericSchema<unknown, ToHost>;
  readonly #close: () => Promise<void>;
  readonly #listeners: ((message: ToHost) => void | Promise<void>)[] = [];
  /** look, whenever something was said or answered, whether they have waited long enough */
  readonly #waiting = new Set<() => void>();
  /** how many messages of a type were waited for */
  readonly #taken = new Map<string, number>();
  /** what the page will hear of */
  readonly #underWay = new Set<Promise<void>>();

  /**
   * @param schema by which the host parses what the page says
   * @param close lets go of the page
   */
  constructor(page: Page, schema: v.GenericSchema<unknown, ToHost>, close: () => Promise<void>) {
    this.page = page;
    this.#schema = schema;
    this.#close = close;
    page.on("pageerror", this.#notePageError);
    page.on("console", this.#noteConsole);
  }

  /** Resolves when what the page said is answered. */
  async receive(unparsed: unknown): Promise<void> {
    const message = v.parse(this.#schema, unparsed);
    this.received.push(message);
    if (message.type === "failed") this.faults.push(String((message as { stack?: unknown }).stack));
    const answers = this.#listeners.map((listener) => listener(message));
    for (const look of this.#waiting) look();
    await Promise.all(answers);
    for (const look of this.#waiting) look();
  }

  /**
   * Resolves when the page has received it, for hosts that answer. A message to a page that is closed or reloaded
   * meanwhile is lost, as in VS Code.
   */
  send(message: ToPage): Promise<void> {
    return this.#track(this.page.evaluate(deliver, message as unknown).catch(ignorePageGone));
  }

  /** Sends, and resolves when the page has come to rest. */
  async post(message: ToPage): Promise<void> {
    await this.send(message);
    await this.atRest();
  }

  /** Told every message, those before too. The page does not rest before what the listener promises has come. */
  onMessage(listener: (message: ToHost) => void | Promise<void>): void {
    this.#listeners.push(listener);
    for (const message of [...this.received]) void this.#track(listener(message));
  }

  /** Resolves with the next message of this type that has not been waited for yet, when the page has come to rest. */
  async next<Type extends ToHost["type"]>(type: Type): Promise<Extract<ToHost, { type: Type }>> {
    const among = (message: ToHost): message is Extract<ToHost, { type: Type }> => message.type === type;
    const count = this.#taken.get(type) ?? 0;
    this.#taken.set(type, count + 1);
    await this.until(() => this.received.filter(among).length > count);
    return this.received.filter(among)[count];
  }

  /** Resolves, the page at rest, as soon as what it has said makes `isSo` true. The test's time limit ends a vain wait. */
  async until(isSo: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
    await this.atRest();
  }

  /**
   * Resolves when all that the page was sent and all that was done to it is drawn, and all that it said is answered: no
   * animation frame and no answer is outstanding. What waits for a timer, such as a glide between two of its frames, is
   * not waited for.
   */
  async atRest(): Promise<void> {
    do {
      await Promise.all(this.#underWay);
      await this.page.evaluate(() => (window as unknown as WindowInTests).downhillAtRest());
    } while (this.#underWay.size > 0);
  }

  /** Resolves when the page has come to rest. */
  async setTheme(theme: EditorThemeName): Promise<void> {
    await this.page.evaluate(applyTheme, editorThemes[theme]);
    await this.atRest();
  }

  /** Resolves when the new page has come to rest. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.atRest();
  }

  async close(): Promise<void> {
    this.page.off("pageerror", this.#notePageError);
    this.page.off("console", this.#noteConsole);
    await this.#close();
  }

  readonly #notePageError = (error: Error) => void this.faults.push(error.stack ?? error.message);

  readonly #noteConsole = (line: ConsoleMessage) => {
    if (line.type() === "error") this.faults.push(line.text());
  };

  async #track(work: void | Promise<void>): Promise<void> {
    const tracked = Promise.resolve(work).finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    await tracked;
  }
}

function ignorePageGone(error: unknown): void {
  if (!/has been closed|context was destroyed/.test(String(error))) throw error;
}

/** Runs in the page: does to it what VS Code does when the theme changes. */
function applyTheme({ bodyClass, variables }: EditorTheme): void {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith("--vscode-")) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  document.body.className = bodyClass;
}
