import { assertNever } from "../protocol/assertNever.ts";
import type { Run } from "../protocol/curves.ts";
import { writeCurvesCsv } from "./curvesCsv.ts";
import type { ExportedFile } from "./exportedFile.ts";
import { type ExportedNetwork, readExportedNetwork } from "./exportedNetwork.ts";
import { type ExportFormatName, exportFormats } from "./exportFormats.ts";
import { writeOnnx } from "./onnxExport.ts";
import { notebook } from "./scripts/notebook.ts";
import { numpyScript } from "./scripts/numpyScript.ts";
import { pytorchScript } from "./scripts/pytorchScript.ts";
import type { ScriptedNetwork } from "./scripts/scriptedNetwork.ts";
import { writeTensorBoard } from "./tensorBoard.ts";

/** What there is to export. */
export interface ExportMaterial {
  /** the network as a weights file of Downhill's */
  readonly weights: Uint8Array<ArrayBuffer>;
  readonly runs: readonly Run[];
  readonly outputNames: readonly string[];
  /** what a script shows the network first */
  readonly example: ScriptedNetwork["example"];
  /** of the exported file, without its ending; a folder takes none */
  readonly name: string;
  /** in seconds since 1970 */
  readonly now: number;
}

/**
 * The files that an export is made of.
 *
 * @throws {Error} in one sentence, when the format has no place for such a network
 */
export function exportFiles(format: ExportFormatName, material: ExportMaterial): ExportedFile[] {
  const { weights, runs, name, now } = material;
  const file = (bytes: Uint8Array): ExportedFile => ({
    path: `${name}.${exportFormats[format].ending}`,
    bytes,
  });
  const withWeights = (script: (network: ScriptedNetwork) => string) => {
    const text = script(scriptedNetwork(readExportedNetwork(weights), material));
    return [file(new TextEncoder().encode(text)), { path: `${name}.safetensors`, bytes: weights }];
  };
  switch (format) {
    case "onnx":
      return [file(writeOnnx(readExportedNetwork(weights)))];
    case "pytorch":
      return withWeights(pytorchScript);
    case "numpy":
      return withWeights(numpyScript);
    case "notebook":
      return withWeights(notebook);
    case "csv":
      return [file(writeCurvesCsv(runs))];
    case "tensorboard":
      return writeTensorBoard(runs, now);
    default:
      return assertNever(format);
  }
}

function scriptedNetwork({ shape, training }: ExportedNetwork, material: ExportMaterial): ScriptedNetwork {
  if (training === null) throw new Error("Expected a network that says how it was trained, found none such.");
  const { outputNames, name, example } = material;
  return { shape, training, outputNames, name, example };
}
