import { isNewerThanSources } from "./isNewerThanSources.ts";
import { run } from "./run.ts";

/** Builds dist/ as it is shipped. @throws {CommandError} with the compilers' words */
export async function build(): Promise<void> {
  await run(process.execPath, ["esbuild.mjs", "--production"]);
}

export async function ensureBuilt(): Promise<void> {
  if (!(await isNewerThanSources(["dist/ThirdPartyNotices.txt", "dist/kernels.wasm"]))) await build();
}
