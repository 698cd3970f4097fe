import assert from "node:assert/strict";
import { test } from "node:test";
import { watchedNames } from "../../../extension/vscode/files/watchedNames.ts";

test("marks of globs in a file's name stand for themselves", () => {
  assert.deepEqual(watchedNames("run[1]{a,b}*?.npz"), ["run[[]1[]][{]a,b[}][*][?].npz"]);
});

test("of an index the shards beside it are watched too", () => {
  assert.deepEqual(watchedNames("m.safetensors.index.json"), ["m.safetensors.index.json", "*.safetensors"]);
});
