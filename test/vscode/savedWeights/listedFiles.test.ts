import assert from "node:assert/strict";
import { test } from "node:test";
import { byFolder, firstPage, type ListedFile } from "../../../extension/vscode/savedWeights/listedFiles.ts";

const file = (path: string, modifiedMs: number): ListedFile<string> => {
  const slash = path.lastIndexOf("/");
  return { place: path, folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1), modifiedMs };
};

function listed(...files: readonly ListedFile<string>[]): [string, string[]][] {
  return byFolder(files).map(({ folder, files: inFolder }) => [folder, inFolder.map(({ name }) => name)]);
}

test("files are grouped by folder, the newest file and its folder first", () => {
  assert.deepEqual(listed(file("a/old.pt", 1), file("b/new.pt", 9), file("a/newer.pt", 5), file("top.npz", 3)), [
    ["b", ["new.pt"]],
    ["a", ["newer.pt", "old.pt"]],
    ["", ["top.npz"]],
  ]);
});

test("files of one moment are in the order of their names, with numbers counted", () => {
  assert.deepEqual(listed(file("step10.pt", 1), file("step9.pt", 1)), [["", ["step9.pt", "step10.pt"]]]);
});

test("the parts that an index holds together are left out, and no others", () => {
  const [index, part, other] = [
    "m/model.safetensors.index.json",
    "m/model-00001-of-00002.safetensors",
    "m/x-00001-of-00002.safetensors",
  ];
  assert.deepEqual(
    listed(file(index, 2), file(part, 3), file(other, 1), file("n/model-00001-of-00002.safetensors", 0)),
    [
      ["m", ["model.safetensors.index.json", "x-00001-of-00002.safetensors"]],
      ["n", ["model-00001-of-00002.safetensors"]],
    ],
  );
});

test("a long list is shown in pages, and a rest of a few with the first", () => {
  const items = Array.from({ length: 250 }, (_, index) => index);
  const { shown, rest } = firstPage(items);
  assert.deepEqual([shown.length, rest.length, rest[0]], [100, 150, 100]);
  assert.deepEqual(firstPage(items.slice(0, 110)).rest, []);
});
