import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath } from "./findOnPath.ts";
import { hasDisplay } from "./hasDisplay.ts";
import { ensureCodeServer } from "./installCodeServer.ts";
import { ensureMadeWorkspace } from "./madeWorkspace.ts";
import { ensurePackaged } from "./packageExtension.ts";
import { printFailure } from "./printFailure.ts";
import { packagedExtension, vscodeFolder } from "./project.ts";
import { quietSettings } from "./quietSettings.ts";
import { run } from "./run.ts";
import { installExtension, WorkbenchServer } from "./workbenchServer.ts";
import { writeIfMissing } from "./writeIfMissing.ts";

try {
  console.log("Building and packaging Downhill …");
  await ensurePackaged();
  const workspace = await ensureMadeWorkspace();
  const code = desktopCode();
  if (code) await openDesktop(code, workspace);
  else await openInBrowser(workspace);
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}

/** Desktop VS Code's command; not the one of the same name in a remote window's terminal, which opens that window. */
function desktopCode(): string | undefined {
  if (process.env.VSCODE_IPC_HOOK_CLI || !hasDisplay()) return undefined;
  const application = "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code";
  return findOnPath(["code"]) ?? (existsSync(application) ? application : undefined);
}

/** Opens desktop VS Code on a profile of its own: the user's own settings and extensions stay as they are. */
async function openDesktop(code: string, workspace: string): Promise<void> {
  const userData = join(vscodeFolder, "start", "desktop");
  const profile = ["--user-data-dir", userData, "--extensions-dir", join(vscodeFolder, "start", "desktop-extensions")];
  await mkdir(join(userData, "User"), { recursive: true });
  await writeIfMissing(join(userData, "User", "settings.json"), JSON.stringify(quietSettings, null, 2));
  await run(code, [...profile, "--install-extension", packagedExtension, "--force"]);
  // Electron does not start as root without it.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  await run(code, [...profile, ...asRoot, "--disable-workspace-trust", "--new-window", workspace]);
  console.log("Downhill is open in VS Code.");
}

/** Serves VS Code's workbench to a browser of this machine until Ctrl-C. */
async function openInBrowser(workspace: string): Promise<void> {
  const serverFolder = await ensureCodeServer();
  const dataFolder = join(vscodeFolder, "start", "server");
  const extensionsFolder = join(vscodeFolder, "start", "server-extensions");
  console.log("Installing Downhill into VS Code …");
  await installExtension(serverFolder, extensionsFolder, packagedExtension);
  // Without a secret in the address any web page could talk to the server, which runs commands.
  const token = crypto.randomUUID();
  const server = await WorkbenchServer.start({
    serverFolder,
    dataFolder,
    extensionsFolder,
    settings: quietSettings,
    token,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void server.end());
  console.log(`Downhill is open at ${server.address(workspace)} — Ctrl-C ends it.`);
  await server.ended();
}
