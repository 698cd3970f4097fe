import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vscodeFolder } from "./project.ts";
import { run } from "./run.ts";
import { compilerPackages, ensureSystemPackages } from "./systemPackages.ts";

/** VS Code 1.139.1 as an npm package. */
const version = "4.139.1";

/**
 * Installs the npm package code-server, which holds VS Code's server and workbench, in a folder of its own, unless it is
 * there. It compiles native modules: some minutes and 600 MB.
 *
 * @returns the folder of VS Code's server
 */
export async function ensureCodeServer(): Promise<string> {
  const folder = join(vscodeFolder, `code-server-${version}`);
  const serverFolder = join(folder, "node_modules", "code-server", "lib", "vscode");
  if (isComplete(folder)) return serverFolder;
  await ensureSystemPackages(compilerPackages);
  console.log(`Installing VS Code from the npm package code-server ${version}: some minutes, once …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ private: true })}\n`);
  await run("npm", ["install", "--save-exact", "--no-audit", "--no-fund", `code-server@${version}`], { folder });
  return serverFolder;
}

/** npm writes its list of what is installed last, when every package's own install script has succeeded. */
function isComplete(folder: string): boolean {
  const list = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  return JSON.parse(readFileSync(list, "utf8")).packages["node_modules/code-server"]?.version === version;
}
