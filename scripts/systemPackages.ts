import { existsSync } from "node:fs";
import { findOnPath } from "./findOnPath.ts";
import { CommandError, run } from "./run.ts";

/** What code-server's native modules are compiled with. */
export const compilerPackages = [
  "g++",
  "libkrb5-dev",
  "libsecret-1-dev",
  "libx11-dev",
  "libxkbfile-dev",
  "make",
  "pkg-config",
  "python3",
] as const;

/** What writes weights files for the tests as other people's programs do. */
export const pythonPackages = ["python3", "python3-h5py", "python3-numpy", "python3-onnx"] as const;

/** Something the machine lacks and this project cannot bring; the message says what to run. */
export class MissingSystemPackagesError extends Error {
  override readonly name = "MissingSystemPackagesError";
}

/**
 * Installs Debian packages that are missing where that can be done without a question: on Debian and its kin, as root.
 * Elsewhere than on Debian and its kin it does nothing: there is no telling what the packages are called.
 *
 * @throws {MissingSystemPackagesError} with the command to run, where it takes another user
 */
export async function ensureSystemPackages(packages: readonly string[]): Promise<void> {
  if (!existsSync("/etc/debian_version") || !findOnPath(["apt-get"])) return;
  const missing: string[] = [];
  for (const name of packages) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new MissingSystemPackagesError(
      `Missing on this machine: ${missing.join(", ")}. Run: sudo apt-get install -y ${missing.join(" ")}`,
    );
  }
  console.log(`Installing with apt-get: ${missing.join(", ")} …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { environment });
  await run("apt-get", ["install", "-y", "--no-install-recommends", ...missing], { environment });
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    return (await run("dpkg", ["--status", name])).includes("\nStatus: install ok installed\n");
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}
