import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

/** DESIGN.md's import table: what a file may import, and what the linter must refuse. */
const table: readonly { readonly file: string; readonly may: readonly string[]; readonly never: readonly string[] }[] =
  [
    {
      file: "extension/network/probe.ts",
      may: ['import { other } from "./other.ts";'],
      never: [
        'import { port } from "../trainer/trainerPort.ts";',
        'import type { Pace } from "../protocol/settings.ts";',
        'import { readFile } from "node:fs/promises";',
        'import { object } from "valibot";',
        'import { window } from "vscode";',
        'export { view } from "../../webview/view.ts";',
        'export const later = import("../weights/safetensors/safetensors.ts");',
      ],
    },
    {
      file: "extension/kernels/probe.ts",
      may: ['import { other } from "./other.ts";'],
      never: ['import { shape } from "../network/networkShape.ts";', 'import { readFile } from "node:fs/promises";'],
    },
    {
      file: "extension/protocol/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { activationNames } from "../network/networkShape.ts";',
        'import type { Parameters } from "../network/parameters.ts";',
        'import { object } from "valibot";',
        'import { interpolateBlues } from "d3-scale-chromatic";',
      ],
      never: [
        'import { forward } from "../network/forward.ts";',
        'import { ExamplePacker } from "../datasets/examples.ts";',
        'import { readFile } from "node:fs/promises";',
        'import { window } from "vscode";',
        'import { view } from "../../webview/view.ts";',
      ],
    },
    ...["datasets", "weights"].map((folder) => ({
      file: `extension/${folder}/probe.ts`,
      may: [
        'import { other } from "./other.ts";',
        'import { SeededGenerator } from "../network/seededGenerator.ts";',
        'import type { SavedNetwork } from "../protocol/savedNetwork.ts";',
      ],
      never: [
        'import { forward } from "../network/forward.ts";',
        'import { TrainerClient } from "../trainer/trainerClient.ts";',
        'import { LiveNetwork } from "../liveNetwork/liveNetwork.ts";',
        'import { readFile } from "node:fs/promises";',
        'import { readFileSync } from "fs";',
        'import { window } from "vscode";',
      ],
    })),
    {
      file: "extension/trainer/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { forward } from "../network/forward.ts";',
        'import { ExamplePacker } from "../datasets/examples.ts";',
        'import { writeSafetensors } from "../weights/safetensors/safetensors.ts";',
        'import { paces } from "../protocol/settings.ts";',
        'import { Worker } from "node:worker_threads";',
      ],
      never: [
        'import { window } from "vscode";',
        'import { view } from "../../webview/view.ts";',
        'import { LiveNetwork } from "../liveNetwork/liveNetwork.ts";',
        'import { trainCommand } from "../vscode/trainCommand.ts";',
        'import { step } from "../kernels/index.ts";',
      ],
    },
    {
      file: "extension/weights/formats/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { readBytes } from "../byteSource.ts";',
        'import { crc32 } from "../zip/crc32.ts";',
        'import { parameterCount } from "../../network/networkShape.ts";',
        'import { Inflate } from "fflate";',
      ],
      never: [
        'import { forward } from "../../network/forward.ts";',
        'import { TrainerClient } from "../../trainer/trainerClient.ts";',
        'import { openSync } from "node:fs";',
        'import { window } from "vscode";',
      ],
    },
    {
      file: "extension/exports/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { readSafetensors } from "../weights/safetensors/safetensors.ts";',
        'import type { Run } from "../protocol/curves.ts";',
        'import { parameterCount } from "../network/networkShape.ts";',
        'import { Writer } from "protobufjs/minimal.js";',
        'import { Worker } from "node:worker_threads";',
      ],
      never: [
        'import { forward } from "../network/forward.ts";',
        'import { TrainerClient } from "../trainer/trainerClient.ts";',
        'import { LiveNetwork } from "../liveNetwork/liveNetwork.ts";',
        'import { writeFile } from "node:fs/promises";',
        'import { window } from "vscode";',
      ],
    },
    {
      file: "extension/weightsReader/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { forward } from "../network/forward.ts";',
        'import { openWeightsFile } from "../weights/openWeightsFile.ts";',
        'import { paces } from "../protocol/settings.ts";',
        'import { openSync } from "node:fs";',
      ],
      never: [
        'import { window } from "vscode";',
        'import { view } from "../../webview/view.ts";',
        'import { LiveNetwork } from "../liveNetwork/liveNetwork.ts";',
        'import { TrainerClient } from "../trainer/trainerClient.ts";',
      ],
    },
    {
      file: "extension/liveNetwork/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { TrainerClient } from "../trainer/trainerClient.ts";',
        'import { paces } from "../protocol/settings.ts";',
        'import { ExamplePacker } from "../datasets/examples.ts";',
        'import { writeSafetensors } from "../weights/safetensors/safetensors.ts";',
        'import { parameterCount } from "../network/networkShape.ts";',
      ],
      never: [
        'import { window } from "vscode";',
        'import { view } from "../../webview/view.ts";',
        'import { forward } from "../network/forward.ts";',
        'import { trainingLoop } from "../trainer/trainingLoop.ts";',
        'import { Worker } from "node:worker_threads";',
        'import { trainCommand } from "../vscode/trainCommand.ts";',
      ],
    },
    {
      file: "extension/liveNetwork/trouble/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { paces } from "../../protocol/settings.ts";',
        'import { parameterCount } from "../../network/networkShape.ts";',
      ],
      never: [
        'import { forward } from "../../network/forward.ts";',
        'import { TrainerClient } from "../../trainer/trainerClient.ts";',
        'import { LiveNetwork } from "../liveNetwork.ts";',
        'import { window } from "vscode";',
      ],
    },
    ...["extension/vscode/probe.ts", "extension/extension.ts"].map((file) => ({
      file,
      may: [
        'import { window } from "vscode";',
        'import { LiveNetwork } from "../liveNetwork/liveNetwork.ts";',
        'import { paces } from "../protocol/settings.ts";',
        'import { readSafetensors } from "../weights/safetensors/safetensors.ts";',
        'import { parameterCount } from "../network/networkShape.ts";',
        'import { join } from "node:path";',
      ],
      never: [
        'import { start } from "../trainer/trainerWorker.ts";',
        'import { start } from "../trainer/evaluationWorker.ts";',
        'import { start } from "../weightsReader/weightsWorker.ts";',
        'import { start } from "../exports/exportWorker.ts";',
        'import { forward } from "../network/forward.ts";',
        'import { step } from "../kernels/index.ts";',
        'import { view } from "../../webview/view.ts";',
      ],
    })),
    {
      file: "webview/probe.ts",
      may: [
        'import { other } from "./other.ts";',
        'import { assertNever } from "../extension/protocol/assertNever.ts";',
        'import type { NetworkShape } from "../extension/network/networkShape.ts";',
        'import uPlot from "uplot";',
      ],
      never: [
        'import { forward } from "../extension/network/forward.ts";',
        'import { SeededGenerator } from "../extension/network/seededGenerator.ts";',
        'import { ExamplePacker } from "../extension/datasets/examples.ts";',
        'import { TrainerClient } from "../extension/trainer/trainerClient.ts";',
        'import { LiveNetwork } from "../extension/liveNetwork/liveNetwork.ts";',
        'import { readSafetensors } from "../extension/weights/safetensors/safetensors.ts";',
        'import { trainCommand } from "../extension/vscode/trainCommand.ts";',
        'import { join } from "node:path";',
        'import { window } from "vscode";',
      ],
    },
  ];

const project = fileURLToPath(new URL("..", import.meta.url));
const probes = mkdtempSync(join(tmpdir(), "downhill-import-table-"));
after(() => rmSync(probes, { recursive: true }));

test("the linter refuses every import that the table forbids, and no other", () => {
  cpSync(join(project, "biome.json"), join(probes, "biome.json"));
  for (const { file, may, never } of table) {
    mkdirSync(join(probes, dirname(file)), { recursive: true });
    writeFileSync(join(probes, file), `${[...may, ...never].join("\n")}\n`);
  }

  const refused = new Set(refusedImports(probes));

  for (const { file, may, never } of table) {
    for (const [index, statement] of [...may, ...never].entries()) {
      const isRefused = refused.has(`${file}:${index + 1}`);
      assert.equal(isRefused, index >= may.length, `${file}: ${statement}`);
    }
  }
});

/** Where in `folder` the linter refuses an import, as `path:line`. */
function refusedImports(folder: string): string[] {
  const biome = join(project, "node_modules/@biomejs/biome/bin/biome");
  const options = ["--only=style/noRestrictedImports", "--vcs-enabled=false", "--max-diagnostics=none"];
  const { stdout } = spawnSync(process.execPath, [biome, "lint", ...options, "--reporter=json"], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics }: { diagnostics: { location: { path: string; start: { line: number } } }[] } =
    JSON.parse(stdout);
  return diagnostics.map(({ location }) => `${location.path}:${location.start.line}`);
}
