import type { Run } from "../protocol/curves.ts";
import type { ExportedFile } from "./exportedFile.ts";
import type { ExportMaterial } from "./exportFiles.ts";
import type { ExportFormatName } from "./exportFormats.ts";

/** To an export's worker: every run, one by one, then what is wanted. */
export type HostToExport =
  | { readonly type: "addRun"; readonly run: Run }
  | { readonly type: "export"; readonly format: ExportFormatName; readonly material: Omit<ExportMaterial, "runs"> };

/** What an export's worker has to say, once. */
export type ExportToHost =
  | { readonly type: "exported"; readonly files: readonly ExportedFile[] }
  | { readonly type: "refused"; readonly message: string; readonly stack: string };
