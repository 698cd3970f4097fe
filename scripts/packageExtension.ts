import { build } from "./build.ts";
import { isNewerThanSources } from "./isNewerThanSources.ts";
import { packagedExtension } from "./project.ts";
import { run } from "./run.ts";

/** Builds the extension and packages it as downhill.vsix. @throws {CommandError} with the tools' words */
export async function packageExtension(): Promise<void> {
  await build();
  // esbuild has put all that is needed into dist/: no node_modules. The README's pictures are in the package.
  const options = ["--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository"];
  await run("vsce", ["package", ...options, "--out", packagedExtension]);
}

export async function ensurePackaged(): Promise<void> {
  if (!(await isNewerThanSources(["downhill.vsix"]))) await packageExtension();
}
