import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { SliceRequest } from "../../extension/protocol/weightsSummary.ts";
import { type Tensor, writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";

/** A folder for the files of a test file, removed when its tests are over. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "downhill-reader-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns the path of a safetensors file with these tensors */
export function writeTensors(folder: string, name: string, tensors: readonly Tensor[]): string {
  const path = join(folder, name);
  writeFileSync(path, writeSafetensors({ tensors, metadata: new Map() }));
  return path;
}

export function single(name: string, shape: readonly number[], numbers: ArrayLike<number>): Tensor {
  return { name, dtype: "F32", shape, bytes: new Uint8Array(Float32Array.from(numbers).buffer) };
}

/** A matrix of so many rows and columns, all of it. */
export function wholeMatrix(rows: number, columns: number): SliceRequest {
  return {
    rowDimension: 0,
    columnDimension: 1,
    at: [0, 0],
    firstRow: 0,
    firstColumn: 0,
    rows,
    columns,
    mostRows: rows,
    mostColumns: columns,
  };
}
