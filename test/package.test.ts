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

test("the package is smaller than a megabyte", () => {
  assert.ok(vsix.length < 1_000_000, `${vsix.length} bytes`);
});

test("the package holds what the extension needs at run time and nothing it was made from", () => {
  const files = zippedFiles(vsix).filter((name) => name.startsWith("extension/") && !name.includes("/media/"));
  assert.deepEqual(files.sort(), [
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/dist/ThirdPartyNotices.txt",
    "extension/dist/evaluationWorker.cjs",
    "extension/dist/extension.cjs",
    "extension/dist/kernels-relaxed.wasm",
    "extension/dist/kernels.wasm",
    "extension/dist/panel.css",
    "extension/dist/panel.js",
    "extension/dist/trainerWorker.cjs",
    "extension/dist/weightsWorker.cjs",
    "extension/package.json",
    "extension/readme.md",
  ]);
});

/**
 * Names of the files in a zip archive, from its central directory.
 *
 * @see PKWARE, APPNOTE.TXT, 4.3.12 and 4.3.16
 */
function zippedFiles(archive: Buffer): string[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  assert.notEqual(end, -1, "the package is a zip archive");
  const names: string[] = [];
  let offset = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(offset + field));
    names.push(archive.toString("utf8", offset + 46, offset + 46 + nameLength));
    offset += 46 + nameLength + extraLength + commentLength;
  }
  return names;
}
