#!/usr/bin/env node
/**
 * A VS Code executable for machines that cannot have desktop VS Code: hand its path to `runTests` of
 * @vscode/test-electron as `vscodeExecutablePath`. It takes the same arguments, starts VS Code's server, opens the real
 * workbench in headless Chromium, loads the extension under development in the real Node extension host, runs
 * `extensionTestsPath` there, and exits with the tests' exit code; 124 when they take too long.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureCodeServer } from "../../scripts/installCodeServer.ts";
import { quietSettings } from "../../scripts/quietSettings.ts";
import { WorkbenchServer } from "../../scripts/workbenchServer.ts";
import { launchChromium } from "../workbench/launchChromium.ts";

/** Plenty: only what hangs takes so long. */
const timeLimitMs = 1_800_000;

// Desktop VS Code's other flags, such as --no-sandbox, mean nothing here.
const { values, positionals } = parseArgs({
  options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
  strict: false,
});

const home = await mkdtemp(join(tmpdir(), "downhill-vscode-host-"));
const server = await WorkbenchServer.start({
  serverFolder: await ensureCodeServer(),
  dataFolder: join(home, "server"),
  extensionsFolder: join(home, "extensions"),
  settings: quietSettings,
  token: crypto.randomUUID(),
  hasSmokeTestDriver: true,
});
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });

const ended = Promise.withResolvers<number>();
// The workbench calls this when an extension test run is over, and the next for each line it logs.
await page.exposeFunction("codeAutomationExit", (code: number) => ended.resolve(code));
await page.exposeFunction("codeAutomationLog", (kind: string, words: unknown[]) => {
  if (kind === "error") console.error(...words);
});
const timeLimit = setTimeout(() => {
  console.error(`The tests did not end within ${timeLimitMs} ms.`);
  ended.resolve(124);
}, timeLimitMs);
process.once("SIGTERM", () => ended.resolve(143));
void server.ended().then(() => {
  console.error("VS Code's server ended before the tests.");
  ended.resolve(1);
});

const remote = (path: unknown) => `vscode-remote://127.0.0.1:${server.port}${path}`;
const payload = [
  ["skipWelcome", "true"],
  ["extensionDevelopmentPath", remote(values.extensionDevelopmentPath)],
  ["extensionTestsPath", remote(values.extensionTestsPath)],
];
await page.goto(server.address(positionals[0] ?? home, { payload: JSON.stringify(payload) }));

process.exitCode = await ended.promise;
clearTimeout(timeLimit);
await browser.close();
await server.end();
await rm(home, { recursive: true, force: true });
