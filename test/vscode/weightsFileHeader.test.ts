import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Uri, workspace } from "vscode";
import { readWeightsFileHeader } from "../../extension/vscode/weightsFileHeader.ts";
import { someWeightsFile } from "./someCheckpoint.ts";

const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath as string, "weights-for-tests");

before(() => mkdir(folder, { recursive: true }));
after(() => rm(folder, { recursive: true }));

test("a weights file is described from its header, whatever its numbers are", async () => {
  const path = join(folder, "one.safetensors");
  const bytes = someWeightsFile(40);
  bytes.fill(0xff, bytes.length - 1000); // numbers that are not finite, which opening would refuse
  await writeFile(path, bytes);
  const { shape, training, parameterCount } = await readWeightsFileHeader(Uri.file(path));
  assert.deepEqual(shape.sizes, [784, 3, 10]);
  assert.equal(parameterCount, 784 * 3 + 3 + 3 * 10 + 10);
  assert.equal(training?.accuracy, 0.75);
});

for (const [what, bytes] of [
  ["an empty file", new Uint8Array(0)],
  ["a header that is cut short", someWeightsFile(40).slice(0, 100)],
] as const) {
  test(`${what} has no description but a sentence`, async () => {
    const path = join(folder, "broken.safetensors");
    await writeFile(path, bytes);
    await assert.rejects(readWeightsFileHeader(Uri.file(path)), /^WeightsFileError: broken\.safetensors: expected/);
  });
}
