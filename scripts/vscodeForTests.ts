import { join } from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";
import { ensureChromium } from "./chromium.ts";
import { hasDisplay } from "./hasDisplay.ts";
import { ensureCodeServer } from "./installCodeServer.ts";
import { projectFolder, vscodeFolder } from "./project.ts";

/**
 * The VS Code that runs the tests in the extension host: desktop VS Code where it can be downloaded and can open a
 * window, else the same workbench and extension host served by code-server.
 *
 * @returns what `runTests` takes as `vscodeExecutablePath`
 * @throws {MissingSystemPackagesError} when the served one needs what the machine lacks
 */
export async function vscodeForTests(): Promise<string> {
  const desktop = await desktopVscode();
  if (desktop) return desktop;
  await ensureServedVscode();
  return join(projectFolder, "test", "vscodeHost", "vscodeHost.ts");
}

/** What tests need to drive the served workbench: VS Code's server and a browser. */
export async function ensureServedVscode(): Promise<void> {
  await ensureCodeServer();
  await ensureChromium();
}

async function desktopVscode(): Promise<string | undefined> {
  if (!hasDisplay()) {
    console.log("No display for desktop VS Code: the tests run in code-server's.");
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({ cachePath: vscodeFolder, reporter: new SilentReporter() });
  } catch (error) {
    console.log(`Desktop VS Code cannot be downloaded (${error}): the tests run in code-server's.`);
    return undefined;
  }
}
