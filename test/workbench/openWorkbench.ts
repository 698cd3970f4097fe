import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { ensureCodeServer } from "../../scripts/installCodeServer.ts";
import { sampleWorkspace } from "../../scripts/project.ts";
import { quietSettings } from "../../scripts/quietSettings.ts";
import { WorkbenchServer } from "../../scripts/workbenchServer.ts";
import { ensureInstalledExtension } from "./ensureInstalledExtension.ts";
import { launchChromium } from "./launchChromium.ts";

const themes = {
  light: "Light Modern",
  dark: "Dark Modern",
  highContrast: "Default High Contrast",
  highContrastLight: "Default High Contrast Light",
} as const;
export type ThemeName = keyof typeof themes;

export interface WorkbenchOptions {
  /** the folder to open; a copy of the sample workspace, gone afterwards, if not given */
  readonly workspace?: string;
  /** dark if not given */
  readonly theme?: ThemeName;
  /** in CSS pixels, 1400×900 if not given */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** the user's settings besides those that keep VS Code quiet */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The real workbench with the packaged extension in it, in a browser that a test drives. */
export interface Workbench extends AsyncDisposable {
  readonly page: Page;
  /** the folder that is open */
  readonly workspace: string;
  /** what is inside Downhill's panel */
  readonly panel: FrameLocator;
  /** Runs a command by its title in the palette: "Downhill: Reset". */
  runCommand(title: string): Promise<void>;
  /** Ends browser and server, removes all they wrote. `await using` does it. */
  dispose(): Promise<void>;
}

/** What is waited for in vain is named within the tests' own limit, of which a slow machine may need much. */
const waitLimitMs = 240_000;

/** Opens the workbench, as new: with no state of an earlier one. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { theme = "dark", viewport = { width: 1400, height: 900 }, settings = {} } = options;
  const home = await mkdtemp(join(tmpdir(), "downhill-workbench-"));
  const disposals = new AsyncDisposableStack();
  disposals.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  try {
    const workspace = options.workspace ?? join(home, "workspace");
    if (!options.workspace) await cp(sampleWorkspace, workspace, { recursive: true });
    const serverFolder = await ensureCodeServer();
    const extensionsFolder = join(home, "extensions");
    await cp(await ensureInstalledExtension(serverFolder), extensionsFolder, { recursive: true });
    const starting = WorkbenchServer.start({
      serverFolder,
      dataFolder: join(home, "server"),
      extensionsFolder,
      settings: { ...quietSettings, "workbench.colorTheme": themes[theme], ...settings },
      token: crypto.randomUUID(),
    });
    disposals.defer(() => starting.then((server) => server.end(), noneCame));
    const launching = launchChromium();
    disposals.defer(() => launching.then((browser) => browser.close(), noneCame));
    const [server, browser] = await Promise.all([starting, launching]);
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(waitLimitMs);
    await page.goto(server.address(workspace));
    await page.locator(".monaco-workbench .statusbar").waitFor();
    const dispose = () => disposals.disposeAsync();
    return {
      page,
      workspace,
      panel: page.frameLocator("iframe.webview").frameLocator("#active-frame"),
      runCommand: (title) => runCommand(page, title),
      dispose,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await disposals.disposeAsync();
    throw error;
  }
}

/** What did not start has said so, and needs no end. */
function noneCame(): void {}

async function runCommand(page: Page, title: string): Promise<void> {
  // The keyboard is the webview's while the panel has focus; F1 reaches the palette from there as well.
  await page.keyboard.press("F1");
  // Questions before have had their answers in the same place.
  await page.getByPlaceholder("Type the name of a command to run.").fill(`>${title}`);
  await page.locator(".quick-input-widget .monaco-list-row", { hasText: title }).first().click();
}
