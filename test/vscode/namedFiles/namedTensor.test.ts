import assert from "node:assert/strict";
import { test } from "node:test";
import { namedTensor } from "../../../extension/vscode/namedFiles/namedTensor.ts";

const line = `first, second = weights["0.weight"], weights['dense/kernel:0']`;

test("the string around a place may be a tensor's name", () => {
  assert.deepEqual(namedTensor(line, line.indexOf("0.w")), { start: 24, end: 34, name: "0.weight" });
  assert.equal(namedTensor(line, line.indexOf("kernel"))?.name, "dense/kernel:0");
});

test("outside of strings, and in strings with blanks, there is no tensor's name", () => {
  assert.equal(namedTensor(line, 3), undefined);
  assert.equal(namedTensor(line, line.length), undefined);
  assert.equal(namedTensor(`print("no weight at all")`, 10), undefined);
});
