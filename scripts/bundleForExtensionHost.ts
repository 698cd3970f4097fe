import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { projectFolder } from "./project.ts";

/**
 * Bundles TypeScript files for the extension host, which hands out `vscode` to CommonJS modules.
 *
 * @param files relative to the project's folder
 * @returns paths of the bundles, in the same order
 */
export async function bundleForExtensionHost(files: readonly string[], outputFolder: string): Promise<string[]> {
  await build({
    entryPoints: [...files],
    absWorkingDir: projectFolder,
    outdir: outputFolder,
    outbase: "test",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
    define: { "import.meta.url": sourceUrl },
    plugins: [keepSourceUrls],
  });
  return files.map((file) => join(outputFolder, file.replace(/^test[\\/]/, "").replace(/\.ts$/, ".cjs")));
}

const sourceUrl = "urlOfThisSource";

/** A bundle in CommonJS has no `import.meta`: a file that finds others beside itself goes on finding its source's. */
const keepSourceUrls: Plugin = {
  name: "keep source URLs",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      return {
        contents: source.includes("import.meta.url") ? `const ${sourceUrl} = ${url}; ${source}` : source,
        loader: "ts",
      };
    });
  },
};
