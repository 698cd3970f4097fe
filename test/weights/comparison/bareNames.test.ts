import assert from "node:assert/strict";
import { test } from "node:test";
import { bareNames } from "../../../extension/weights/comparison/bareNames.ts";
import { madeTensor } from "./madeFile.ts";

function bareOf(...names: string[]): string[] {
  return bareNames(names.map((name) => madeTensor(name, [1])));
}

test("a wrapper's name is left out, also beside tensors that it does not wrap", () => {
  assert.deepEqual(bareOf("module.fc.weight", "_orig_mod.module.fc.bias", "step"), ["fc.weight", "fc.bias", "step"]);
});

test("the folder that all names begin with is left out, whole, and a variable's :0", () => {
  assert.deepEqual(bareOf("net/dense_1/kernel:0", "net/dense_2/kernel:0"), ["dense_1/kernel", "dense_2/kernel"]);
});

test("names that share letters but no folder stay, and a lone name keeps its folder", () => {
  assert.deepEqual(bareOf("fc1.weight", "fc2.weight"), ["fc1.weight", "fc2.weight"]);
  assert.deepEqual(bareOf("head.weight"), ["head.weight"]);
});
