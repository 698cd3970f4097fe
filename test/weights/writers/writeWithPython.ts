import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { findPython, type Python, runPython } from "./python.ts";

/** Modules of Python that write files for tests; `npm test` installs Debian's packages of the first three. */
export type WriterModule = "numpy" | "h5py" | "onnx" | "torch";

/** What a script wrote. */
export interface Written {
  /** a temporary folder, which goes with the test */
  readonly folder: string;
  readonly printed: string;
}

/**
 * Runs a Python script that writes files with other people's libraries.
 *
 * @param modules those it imports beside Python's own
 * @param script runs in the folder that is returned
 * @throws when no Python has the modules, or with the script's own error
 */
export async function writeWithPython(
  t: Pick<TestContext, "after">,
  modules: readonly WriterModule[],
  script: string,
): Promise<Written> {
  const python = await pythonWith(modules);
  if (python === undefined) throw new Error(missing(modules));
  const folder = await mkdtemp(join(tmpdir(), "downhill-written-"));
  t.after(() => rm(folder, { recursive: true }));
  return { folder, printed: await runPython(python, script, folder) };
}

/**
 * For the `skip` of a test that needs a module which `npm test` cannot install: PyTorch.
 *
 * @returns why it is skipped; false when the module is there
 */
export async function skipWithout(...modules: readonly WriterModule[]): Promise<string | false> {
  return (await pythonWith(modules)) === undefined && missing(modules);
}

const found = new Map<string, Promise<Python | undefined>>();

/** Looked for once: to import PyTorch takes seconds. */
function pythonWith(modules: readonly WriterModule[]): Promise<Python | undefined> {
  const key = [...modules].sort().join();
  const python = found.get(key) ?? findPython(modules);
  found.set(key, python);
  return python;
}

function missing(modules: readonly WriterModule[]): string {
  if (modules.includes("torch")) return "no Python that can import torch was found; TORCH_PATH may name its folder";
  const packages = modules.map((module) => `python3-${module}`).join(" ");
  return `no Python that can import ${modules.join(", ")} was found; on Debian: sudo apt-get install -y ${packages}`;
}
