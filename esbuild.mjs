/**
 * Builds all that the extension ships into dist/: the extension, the trainer's worker, its evaluation thread, the exports'
 * worker and the weights reader's for Node, HDF5's library for that, the panel and the weights editor for their webviews,
 * the kernels for WebAssembly. `--production` minifies and leaves out the source maps.
 */
import { writeFile } from "node:fs/promises";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { thirdPartyNotices } from "./scripts/thirdPartyNotices.ts";
import { wasmApart } from "./scripts/wasmApart.ts";

const isProduction = process.argv.includes("--production");

/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const common = {
  bundle: true,
  minify: isProduction,
  sourcemap: !isProduction,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const forNode = { ...common, platform: "node", format: "cjs", target: "node22", external: ["vscode"] };

/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const forPages = { ...common, platform: "browser", format: "iife", target: "chrome138" };

const bundles = [
  { ...forNode, entryPoints: ["extension/extension.ts"], outfile: "dist/extension.cjs" },
  { ...forNode, entryPoints: ["extension/trainer/trainerWorker.ts"], outfile: "dist/trainerWorker.cjs" },
  { ...forNode, entryPoints: ["extension/trainer/evaluationWorker.ts"], outfile: "dist/evaluationWorker.cjs" },
  { ...forNode, entryPoints: ["extension/exports/exportWorker.ts"], outfile: "dist/exportWorker.cjs" },
  {
    ...forNode,
    entryPoints: ["extension/weightsReader/weightsWorker.ts"],
    outfile: "dist/weightsWorker.cjs",
    // A package that is loaded only when it is needed, and then by its URL, stands beside the worker.
    define: { "import.meta.resolve": "resolveBeside" },
    banner: {
      js: 'const resolveBeside = (name) => require("node:url").pathToFileURL(require("node:path").join(__dirname, name + ".mjs")).href;',
    },
  },
  {
    ...common,
    sourcemap: false,
    platform: "node",
    mainFields: ["module"],
    format: "esm",
    target: "node22",
    charset: "utf8",
    stdin: { contents: 'export { ready } from "h5wasm";', resolveDir: "." },
    outfile: "dist/h5wasm.mjs",
    plugins: [wasmApart("h5wasm.wasm")],
  },
  // The style sheets that a page's script imports end up beside it: dist/panel.css.
  { ...forPages, entryPoints: ["webview/panel.ts"], outfile: "dist/panel.js" },
  { ...forPages, entryPoints: ["webview/weightsEditor.ts"], outfile: "dist/weightsEditor.js" },
  { ...forPages, entryPoints: ["webview/compare/compare.ts"], outfile: "dist/compare.js" },
];

// One bundle's error, which esbuild has printed, keeps nothing else from being built.
const outcomes = await Promise.allSettled(bundles.map((options) => build(options)));
const metafiles = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.metafile] : []));
const kernels = ["extension/kernels/index.ts", "--config", "extension/kernels/asconfig.json"];
const compilations = [
  await asc.main([...kernels, "--outFile", "dist/kernels.wasm"], { stderr: process.stderr }),
  // With fused multiply-add, for machines and engines that have it.
  await asc.main([...kernels, "--enable", "relaxed-simd", "--outFile", "dist/kernels-relaxed.wasm"], {
    stderr: process.stderr,
  }),
];
await writeFile("dist/ThirdPartyNotices.txt", await thirdPartyNotices(metafiles));
if (metafiles.length < bundles.length || compilations.some(({ error }) => error)) process.exitCode = 1;
