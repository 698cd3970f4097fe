import { join } from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";
import { hasDisplay } from "./hasDisplay.ts";
import { projectFolder, vscodeFolder } from "./project.ts";

/**
 * The VS Code that runs the tests in the extension host: desktop VS Code where it can be downloaded and can open a
 * window, else the same workbench and extension host served by code-server.
 *
 * @returns what `runTests` takes as `vscodeExecutablePath`
 */
export async function vscodeForTests(): Promise<string> {
  const served = join(projectFolder, "test", "vscodeHost", "vscodeHost.ts");
  if (!hasDisplay()) {
    console.log("No display for desktop VS Code: the tests run in code-server's.");
    return served;
  }
  try {
    return await downloadAndUnzipVSCode({ cachePath: vscodeFolder, reporter: new SilentReporter() });
  } catch (error) {
    console.log(`Desktop VS Code cannot be downloaded (${error}): the tests run in code-server's.`);
    return served;
  }
}
