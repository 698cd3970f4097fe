import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vscodeFolder } from "../../scripts/project.ts";
import { run } from "../../scripts/run.ts";

/** Where the npm packages to compare with are installed: 100 MB that nothing else needs; git-ignored. */
export const peerPackagesFolder = join(vscodeFolder, "peers");

const pinnedFolder = fileURLToPath(new URL("peers/packages", import.meta.url));

/** Installs what `peers/packages/package-lock.json` pins. */
export async function installPeers(): Promise<void> {
  await mkdir(peerPackagesFolder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) {
    await copyFile(join(pinnedFolder, name), join(peerPackagesFolder, name));
  }
  await run("npm", ["ci", "--no-audit", "--no-fund"], { folder: peerPackagesFolder, isShown: true });
}

/** Whether the packages are there in the pinned versions; npm writes its own list when it is done. */
export function arePeersInstalled(): boolean {
  const installed = versionsIn(join(peerPackagesFolder, "node_modules", ".package-lock.json"));
  const pinned = versionsIn(join(pinnedFolder, "package-lock.json"));
  return [...pinned].every(([path, version]) => installed.get(path) === version);
}

/** Versions by folder; none if there is no such lockfile. */
function versionsIn(lockfile: string): Map<string, string> {
  if (!existsSync(lockfile)) return new Map();
  const { packages } = JSON.parse(readFileSync(lockfile, "utf8")) as { packages: Record<string, { version: string }> };
  const folders = Object.entries(packages).filter(([path]) => path !== "");
  return new Map(folders.map(([path, { version }]) => [path, version]));
}
