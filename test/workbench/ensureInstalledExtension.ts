import { stat } from "node:fs/promises";
import { join } from "node:path";
import { packagedExtension, vscodeFolder } from "../../scripts/project.ts";
import { installExtension } from "../../scripts/workbenchServer.ts";

/**
 * Installs the packaged extension, which takes VS Code some seconds, unless that was done since it was packaged.
 *
 * @returns a folder of extensions, of which every server has to get a copy: it writes there
 */
export async function ensureInstalledExtension(serverFolder: string): Promise<string> {
  const folder = join(vscodeFolder, "test-extensions");
  const [installed, packaged] = await Promise.all([
    // VS Code writes its list last.
    stat(join(folder, "extensions.json")).catch(() => undefined),
    stat(packagedExtension),
  ]);
  if (!installed || installed.mtimeMs < packaged.mtimeMs) {
    await installExtension(serverFolder, folder, packagedExtension);
  }
  return folder;
}
