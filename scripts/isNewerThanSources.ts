import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "./project.ts";

/** All that can change what is built and packaged. */
const sources = [
  "extension",
  "webview",
  "esbuild.mjs",
  "package.json",
  "package-lock.json",
  ".vscodeignore",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "scripts/thirdPartyNotices.ts",
  "scripts/wasmApart.ts",
];

/** Whether all of `outputs` exist and were written after every source. @param outputs relative to the project's folder */
export async function isNewerThanSources(outputs: readonly string[]): Promise<boolean> {
  const written = await Promise.all(outputs.map(writtenAtMs));
  const changed = await Promise.all((await filesOf(sources)).map(writtenAtMs));
  return Math.min(...written) > Math.max(...changed);
}

/** 0 if there is no such file. */
async function writtenAtMs(file: string): Promise<number> {
  return (await stat(join(projectFolder, file)).catch(() => undefined))?.mtimeMs ?? 0;
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const entries = await readdir(join(projectFolder, path), { recursive: true }).catch(() => undefined);
      return entries ? entries.map((entry) => join(path, entry)) : [path];
    }),
  );
  return files.flat();
}
