import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/**
 * The licences of all npm packages that esbuild put into bundles, as their terms ask of whoever passes them on.
 *
 * @param metafiles what esbuild says of each bundle; their inputs are relative to the current folder
 */
export async function thirdPartyNotices(metafiles: readonly Metafile[]): Promise<string> {
  const folders = new Set<string>();
  for (const metafile of metafiles) {
    for (const output of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
        if (folder && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  const notices = await Promise.all([...folders].sort().map(noticeOf));
  return ["Downhill contains the following packages.\n", ...notices].join(`\n${"-".repeat(80)}\n\n`);
}

/** A package without a licence file is passed on with what its package.json says: licence, author, origin. */
async function noticeOf(folder: string): Promise<string> {
  const { name, version, license, author, repository } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  );
  const files = (await readdir(folder)).filter((entry) => /^(licen[cs]e|notice|copyright)/i.test(entry)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  if (texts.length === 0) texts.push(`Copyright (c) ${author?.name ?? author}, ${repository?.url ?? repository}\n`);
  return [`${name} ${version} (${license})\n`, ...texts].join("\n");
}
