import { spawn } from "node:child_process";
import { projectEnvironment, projectFolder } from "./project.ts";

/** A command that ended with an exit code other than 0, or could not be started. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** what the command wrote, if it was kept rather than shown */
  readonly output: string;

  constructor(message: string, output: string, options?: ErrorOptions) {
    super(message, options);
    this.output = output;
  }
}

export interface RunOptions {
  /** where to run, the project's folder if not given */
  readonly folder?: string;
  /** shows the command's output as it comes, instead of keeping it */
  readonly isShown?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Runs a command, the project's own tools first on its PATH, and waits for its end.
 *
 * @returns what it wrote to standard output and standard error, unless that was shown
 * @throws {CommandError} when it fails
 */
export function run(command: string, words: readonly string[], options: RunOptions = {}): Promise<string> {
  const { folder = projectFolder, isShown = false, environment = projectEnvironment } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", isShown ? "inherit" : "pipe", isShown ? "inherit" : "pipe"],
      // On Windows npm and its packages' commands are scripts, which only a shell can start.
      shell: process.platform === "win32",
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (cause) => reject(new CommandError(`${command} could not be started.`, output, { cause })));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandError(`${[command, ...words].join(" ")} ended with ${code ?? signal}.`, output));
    });
  });
}
