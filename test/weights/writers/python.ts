import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python on this machine, and what it is to be run with. */
export interface Python {
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Looks for a Python that has all of some modules: the one that DOWNHILL_PYTHON names, or every one on PATH, and
 * Debian's own. TORCH_PATH adds a folder to look for PyTorch in.
 */
export async function findPython(modules: readonly string[]): Promise<Python | undefined> {
  const torch = modules.includes("torch") ? process.env.TORCH_PATH : undefined;
  const environment = {
    PYTHONDONTWRITEBYTECODE: "1",
    ...(torch && { PYTHONPATH: [torch, process.env.PYTHONPATH].filter(Boolean).join(delimiter) }),
  };
  for (const command of pythons()) {
    const python = { command, environment };
    const canImport = await runPython(python, modules.map((module) => `import ${module}\n`).join("")).then(
      () => true,
      () => false,
    );
    if (canImport) return python;
  }
  return undefined;
}

/**
 * @param folder where it runs, and writes
 * @returns what it printed
 * @throws with what it printed to standard error
 */
export function runPython(python: Python, script: string, folder?: string): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...python.environment }, maxBuffer: 2 ** 28 };
  return new Promise((resolve, reject) => {
    execFile(python.command, ["-c", script], options, (error, printed) => (error ? reject(error) : resolve(printed)));
  });
}

/** The chosen Python, or every one there is: a system's and a version manager's need not have the same modules. */
function pythons(): string[] {
  const chosen = process.env.DOWNHILL_PYTHON;
  if (chosen) return [chosen];
  const ending = process.platform === "win32" ? ".exe" : "";
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  const paths = folders.flatMap((folder) => ["python3", "python"].map((name) => join(folder, name + ending)));
  return [...new Set(paths)].filter((path) => existsSync(path));
}
