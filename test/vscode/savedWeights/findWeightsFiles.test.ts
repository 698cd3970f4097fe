import assert from "node:assert/strict";
import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { ConfigurationTarget, workspace } from "vscode";
import { findWeightsFiles } from "../../../extension/vscode/savedWeights/findWeightsFiles.ts";
import { byFolder } from "../../../extension/vscode/savedWeights/listedFiles.ts";

const root = join(workspace.workspaceFolders?.[0]?.uri.fsPath as string, "listed");
const files = [
  "a.safetensors",
  "b.npz",
  "deep/c.onnx",
  "deep/d.KERAS",
  "hidden/e.pt",
  "node_modules/p/f.npy",
  "notes.json",
];

before(async () => {
  for (const [index, name] of files.entries()) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "");
    await utimes(path, 1000 + index, 1000 + index);
  }
});
after(async () => {
  await rm(root, { recursive: true });
});

async function listed(): Promise<[string, string[]][]> {
  const found = (await findWeightsFiles()).filter(({ folder }) => folder.startsWith("listed"));
  return byFolder(found).map(({ folder, files: inFolder }) => [folder, inFolder.map(({ name }) => name)]);
}

test("the workspace's weights files are found by their names, without those of packages", async () => {
  assert.deepEqual(await listed(), [
    ["listed/hidden", ["e.pt"]],
    ["listed/deep", ["c.onnx"]],
    ["listed", ["b.npz", "a.safetensors"]],
  ]);
});

test("what files.exclude hides is not listed", async () => {
  const configuration = workspace.getConfiguration("files");
  await configuration.update("exclude", { "**/hidden": true }, ConfigurationTarget.Global);
  try {
    assert.deepEqual(
      (await listed()).map(([folder]) => folder),
      ["listed/deep", "listed"],
    );
  } finally {
    await configuration.update("exclude", undefined, ConfigurationTarget.Global);
  }
});

test("the setting says which files are listed; one that is empty leaves them all", async () => {
  const configuration = workspace.getConfiguration("downhill");
  try {
    await configuration.update("savedWeights.files", "**/*.onnx", ConfigurationTarget.Global);
    assert.deepEqual(await listed(), [["listed/deep", ["c.onnx"]]]);
    await configuration.update("savedWeights.files", " ", ConfigurationTarget.Global);
    assert.equal((await listed()).length, 3);
  } finally {
    await configuration.update("savedWeights.files", undefined, ConfigurationTarget.Global);
  }
});
