import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { ensurePackaged } from "../scripts/packageExtension.ts";
import { packagedExtension } from "../scripts/project.ts";

let vsix: Buffer;
before(async () => {
  await ensurePackaged();
  vsix = await readFile(packagedExtension);
});

test("the package is smaller than a megabyte, and as much again for HDF5's library", () => {
  const files = zippedFiles(vsix).filter(({ name }) => name.startsWith("extension/dist/h5wasm."));
  const library = files.reduce((sum, { storedLength }) => sum + storedLength, 0);
  assert.ok(library < 1_100_000, `${library} bytes of HDF5's library`);
  const rest = vsix.length - library;
  assert.ok(rest < 1_000_000, `${rest} bytes of all else`);
});

test("the package holds what the extension needs at run time and nothing it was made from", () => {
  const names = zippedFiles(vsix).map(({ name }) => name);
  const files = names.filter((name) => name.startsWith("extension/") && !name.includes("/media/"));
  assert.deepEqual(files.sort(), [
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/dist/ThirdPartyNotices.txt",
    "extension/dist/compare.css",
    "extension/dist/compare.js",
    "extension/dist/evaluationWorker.cjs",
    "extension/dist/exportWorker.cjs",
    "extension/dist/extension.cjs",
    "extension/dist/h5wasm.mjs",
    "extension/dist/h5wasm.wasm",
    "extension/dist/kernels-relaxed.wasm",
    "extension/dist/kernels.wasm",
    "extension/dist/panel.css",
    "extension/dist/panel.js",
    "extension/dist/trainerWorker.cjs",
    "extension/dist/weightsEditor.css",
    "extension/dist/weightsEditor.js",
    "extension/dist/weightsWorker.cjs",
    "extension/package.json",
    "extension/readme.md",
  ]);
});

/** A file in a zip archive. */
interface ZippedFile {
  readonly name: string;
  /** as it is compressed, in bytes */
  readonly storedLength: number;
}

/**
 * The files in a zip archive, from its central directory.
 *
 * @see PKWARE, APPNOTE.TXT, 4.3.12 and 4.3.16
 */
function zippedFiles(archive: Buffer): ZippedFile[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  assert.notEqual(end, -1, "the package is a zip archive");
  const files: ZippedFile[] = [];
  let offset = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(offset + field));
    const name = archive.toString("utf8", offset + 46, offset + 46 + nameLength);
    files.push({ name, storedLength: archive.readUInt32LE(offset + 20) });
    offset += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
