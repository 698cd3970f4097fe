import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runInNewContext } from "node:vm";
import type { Plugin } from "esbuild";

/**
 * h5wasm comes with its WebAssembly written out as a text of its script, which costs more time and memory to be parsed and
 * decoded than to be compiled. This puts it into a file beside the bundle, from which the script reads it.
 *
 * @param name the file's
 */
export function wasmApart(name: string): Plugin {
  return {
    name: "wasm apart",
    setup: ({ initialOptions, onLoad }) => {
      onLoad({ filter: /h5wasm[/\\]dist[/\\]esm[/\\]hdf5_util\.js$/ }, async ({ path }) => {
        const script = await readFile(path, "utf8");
        const [decoding, text] = /binaryDecode\(('(?:[^'\\]|\\[\s\S])*')\)/.exec(script) ?? [];
        if (decoding === undefined) throw new Error(`${path}: expected its WebAssembly as a text, found none.`);
        // Each character's low byte: Emscripten writes 0 as 256.
        const bytes = Buffer.from(runInNewContext(text), "latin1");
        if (!WebAssembly.validate(bytes)) throw new Error(`${path}: expected a text of WebAssembly, found another.`);
        const folder = dirname(initialOptions.outfile ?? "");
        // esbuild makes it when it has bundled: on a fresh clone that is later.
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, name), bytes);
        const reading = `readFileSync(new URL(${JSON.stringify(name)}, import.meta.url))`;
        return { contents: `import { readFileSync } from "node:fs"; ${script.replace(decoding, () => reading)}` };
      });
    },
  };
}
