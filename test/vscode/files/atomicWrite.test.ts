import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { atomicWrite } from "../../../extension/vscode/files/atomicWrite.ts";
import { nodeFiles } from "../../../extension/vscode/files/nodeFiles.ts";
import { MemoryFiles } from "../memoryFiles.ts";

const oldBytes = Uint8Array.of(1, 2, 3, 4);
const newBytes = Uint8Array.of(9, 8, 7, 6, 5, 4);

for (const failing of ["write", "rename"] as const) {
  test(`a file is whole and alone after a ${failing} that failed`, async () => {
    const files = new MemoryFiles();
    files.contents.set("weights", oldBytes);
    files.beforeChange = (change) => {
      if (change === failing) throw new Error("no space left on device");
    };
    await assert.rejects(atomicWrite(files, "weights", newBytes), /no space left/);
    assert.deepEqual([...files.contents], [["weights", oldBytes]]);
  });
}

test("a file never holds anything but the old or the new content", async () => {
  const files = new MemoryFiles();
  files.contents.set("weights", oldBytes);
  const seen: (Uint8Array | undefined)[] = [];
  files.beforeChange = () => seen.push(files.contents.get("weights"));
  await atomicWrite(files, "weights", newBytes);
  assert.deepEqual(seen, [oldBytes, oldBytes]);
  assert.deepEqual([...files.contents], [["weights", newBytes]]);
});

test("a file on disk is replaced, and its folder made", async () => {
  const folder = await mkdtemp(join(tmpdir(), "downhill-atomic-write-"));
  try {
    const path = join(folder, "deep", "weights.safetensors");
    await atomicWrite(nodeFiles, path, oldBytes);
    await atomicWrite(nodeFiles, path, newBytes);
    assert.deepEqual(new Uint8Array(await readFile(path)), newBytes);
    assert.deepEqual(await readdir(join(folder, "deep")), ["weights.safetensors"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a place on disk that cannot be written to says so and is left as it was", async () => {
  const folder = await mkdtemp(join(tmpdir(), "downhill-atomic-write-"));
  try {
    const path = join(folder, "file", "weights.safetensors");
    await writeFile(join(folder, "file"), "not a folder");
    await assert.rejects(atomicWrite(nodeFiles, path, newBytes));
    assert.equal(await readFile(join(folder, "file"), "utf8"), "not a folder");
  } finally {
    await rm(folder, { recursive: true });
  }
});
