import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { descendantsOf } from "./descendantsOf.ts";
import { killIfThere } from "./killIfThere.ts";
import { projectEnvironment } from "./project.ts";
import { run } from "./run.ts";
import { writeIfMissing } from "./writeIfMissing.ts";

export interface WorkbenchServerOptions {
  /** VS Code's server, of `ensureCodeServer` */
  readonly serverFolder: string;
  /** where the server keeps its state and the user's settings */
  readonly dataFolder: string;
  readonly extensionsFolder: string;
  /** the user's settings to begin with; those already in `dataFolder` stay */
  readonly settings: Readonly<Record<string, unknown>>;
  /** what a visitor has to know to be let in */
  readonly token: string;
  /** lets the workbench load an extension under development, which a built workbench otherwise refuses */
  readonly hasSmokeTestDriver?: boolean;
}

/** VS Code's server on this machine alone, which brings the workbench into any browser. */
export class WorkbenchServer {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #token: string;

  private constructor(port: number, process: ChildProcess, token: string) {
    this.port = port;
    this.#process = process;
    this.#token = token;
  }

  /** Starts a server on a free port. @throws {Error} with its last words if it ends before it listens */
  static async start(options: WorkbenchServerOptions): Promise<WorkbenchServer> {
    const { serverFolder, dataFolder, extensionsFolder, settings, token, hasSmokeTestDriver = false } = options;
    await mkdir(join(dataFolder, "data", "User"), { recursive: true });
    await writeIfMissing(join(dataFolder, "data", "User", "settings.json"), JSON.stringify(settings, null, 2));
    const words = [
      // Not code-server's own entry: it does not pass the smoke-test driver on.
      join(serverFolder, "out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", "0", "--connection-token", token, "--accept-server-license-terms"],
      ...["--telemetry-level", "off", "--disable-workspace-trust"],
      ...["--server-data-dir", dataFolder, "--extensions-dir", extensionsFolder],
      ...(hasSmokeTestDriver ? ["--enable-smoke-test-driver"] : []),
    ];
    const server = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"], env: projectEnvironment });
    // Whatever ends this process, a server that nobody knows of does not stay behind.
    process.once("exit", () => server.kill());
    return new WorkbenchServer(await listeningPort(server), server, token);
  }

  /** Where a browser finds the workbench with `folder` open. */
  address(folder: string, more: Readonly<Record<string, string>> = {}): string {
    return `http://127.0.0.1:${this.port}/?${new URLSearchParams({ tkn: this.#token, folder, ...more })}`;
  }

  /** Resolves when the server has ended, by itself or by {@link end}. */
  async ended(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
  }

  /** Ends it and all that it started. */
  async end(): Promise<void> {
    const { pid } = this.#process;
    const started = pid === undefined ? [] : descendantsOf(pid);
    this.#process.kill();
    await this.ended();
    // By itself an extension host goes some seconds later, and writes on its way into folders that were removed.
    for (const { pid } of started) killIfThere(pid);
  }
}

/** Installs a packaged extension for the servers that use `extensionsFolder`. */
export async function installExtension(serverFolder: string, extensionsFolder: string, vsix: string): Promise<void> {
  const server = join(serverFolder, "out", "server-main.js");
  await run(process.execPath, [server, "--extensions-dir", extensionsFolder, "--install-extension", vsix, "--force"]);
}

/** Reads the server's log until it says that it is up. */
async function listeningPort(server: ChildProcess): Promise<number> {
  if (!server.stdout || !server.stderr) throw new Error("The server's output must be piped.");
  let log = "";
  server.stderr.on("data", (chunk) => {
    log += chunk;
  });
  let port: number | undefined;
  // The loop ends with the server's output, so that a server that dies is not waited for. After it, the log flows on
  // unread: a full pipe would halt the server.
  for await (const line of createInterface({ input: server.stdout })) {
    log += `${line}\n`;
    port ??= numberIn(/Extension host agent listening on (\d+)/.exec(line));
    if (port !== undefined && line.includes("Extension host agent started")) {
      server.stdout.resume();
      return port;
    }
  }
  throw new Error(`VS Code's server ended before it listened:\n${log}`);
}

function numberIn(match: RegExpExecArray | null): number | undefined {
  return match ? Number(match[1]) : undefined;
}
