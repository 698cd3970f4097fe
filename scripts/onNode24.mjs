/**
 * Runs one of the project's scripts on the Node that the project pins, whatever Node the machine has:
 * `node scripts/onNode24.mjs [--built] SCRIPT [ARGUMENT…]`. Installs node_modules first where it is missing or not what
 * package-lock.json asks for; with `--built` it also builds dist/ where a source is newer.
 *
 * The only script that must work before anything is installed: plain JavaScript, no packages, Node 20.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const projectFolder = fileURLToPath(new URL("..", import.meta.url));
const isWindows = process.platform === "win32";
const commands = join(projectFolder, "node_modules", ".bin");
const pinnedNode = join(projectFolder, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

const words = process.argv.slice(2);
const mustBeBuilt = words[0] === "--built";
if (mustBeBuilt) words.shift();
process.chdir(projectFolder);

if (!isInstalled()) {
  console.error("Installing the project's packages (npm ci) …");
  // Everything on standard error: a script's standard output may be read by a program.
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: [0, 2, 2],
    shell: isWindows,
    // Its CPU part comes with the package; the rest would be downloaded from elsewhere.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (status !== 0 || !isInstalled()) {
    console.error("The packages could not be installed: see npm's words above. Check the network, then try again.");
    process.exit(1);
  }
}

const environment = { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH}` };
if (mustBeBuilt) {
  const { status } = spawnSync(pinnedNode, ["scripts/buildIfStale.ts"], { stdio: [0, 2, 2], env: environment });
  if (status !== 0) process.exit(status ?? 1);
}

const script = spawn(pinnedNode, words, { stdio: "inherit", env: environment });
// The script ends in its own time and order; this process only waits for it.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => script.kill(signal));
}
script.on("exit", (code, signal) => {
  if (signal && signal !== "SIGINT") console.error(`${words[0]} was ended by ${signal}.`);
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
});

/** Whether every package that the lockfile asks for is there in its version; npm writes its own list when it is done. */
function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const installed = packagesOf("node_modules/.package-lock.json");
  return Object.entries(packagesOf("package-lock.json")).every(
    ([path, { version, optional }]) =>
      path === "" || installed[path]?.version === version || (optional && !installed[path]),
  );
}

/** @returns {Record<string, { version: string, optional?: boolean }>} by folder; empty if there is no such lockfile */
function packagesOf(/** @type {string} */ lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, "utf8")).packages : {};
}
