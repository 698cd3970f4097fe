import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleForExtensionHost } from "./bundleForExtensionHost.ts";
import { projectEnvironment, vscodeFolder } from "./project.ts";
import { quietSettings } from "./quietSettings.ts";
import { run } from "./run.ts";
import { vscodeForTests } from "./vscodeForTests.ts";

/**
 * Has VS Code load this project's extension, with an empty folder open, and call `run()` of the first file in its extension
 * host; ends with it.
 *
 * @param files relative to the project's folder; all are bundled
 * @param folder for all that is written; emptied first
 * @param environmentOf what the first file finds in its environment, by the paths of the other files' bundles
 * @throws {CommandError} when VS Code or `run()` failed
 */
export async function inExtensionHost(
  files: readonly string[],
  folder: string,
  environmentOf: (bundles: readonly string[]) => NodeJS.ProcessEnv,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const workspace = join(folder, "workspace");
  await mkdir(workspace, { recursive: true });
  // Desktop VS Code keeps its profile there; the served one makes a new one each time.
  const profile = join(vscodeFolder, "user-data");
  await rm(profile, { recursive: true, force: true });
  await mkdir(join(profile, "User"), { recursive: true });
  await writeFile(join(profile, "User", "settings.json"), JSON.stringify(quietSettings));
  const [first, ...others] = await bundleForExtensionHost(files, folder);
  const environment = { ...projectEnvironment, ...environmentOf(others) };
  await run(process.execPath, ["scripts/launchTests.ts", await vscodeForTests(), first, workspace], { environment });
}
