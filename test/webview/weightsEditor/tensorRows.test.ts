import assert from "node:assert/strict";
import { test } from "node:test";
import { filteredRows, shareText, tensorColumns, tensorRows } from "../../../webview/weightsEditor/tensorRows.ts";

const rows = tensorRows([
  { name: "layer10.weight", dtype: "F32", shape: [16, 784] },
  { name: "layer2.bias", dtype: "BF16", shape: [16] },
  { name: "step", dtype: "I64", shape: [] },
  { name: "packed", dtype: "Q4_0", shape: [32, 32] },
]);
const column = (id: string) => {
  const found = tensorColumns.find((candidate) => candidate.id === id);
  assert.ok(found, id);
  return found;
};

test("a tensor's line says its shape and, where its dtype says how large a number is, its size", () => {
  assert.deepEqual(rows.map(column("shape").text), ["16×784", "16", "number", "32×32"]);
  assert.deepEqual(rows.map(column("size").text), ["50.2\u202fkB", "32\u202fB", "8\u202fB", "–"]);
});

test("names are sorted as people count", () => {
  assert.ok(column("name").compare(rows[1], rows[0]) < 0);
});

test("the filter takes words of name, shape and dtype in any order", () => {
  const names = (text: string) => filteredRows(rows, text).map(({ name }) => name);
  assert.deepEqual(names(""), ["layer10.weight", "layer2.bias", "step", "packed"]);
  assert.deepEqual(names("LAYER bf16"), ["layer2.bias"]);
  assert.deepEqual(names("16x784"), ["layer10.weight"]);
  assert.deepEqual(names("[16, 784]"), ["layer10.weight"]);
  assert.deepEqual(names("nothing"), []);
});

test("a statistic that is not known yet is three dots and comes last; one that never will be is a dash", () => {
  const [known, awaited, refused] = tensorRows(rows);
  known.statistics = {
    count: 4,
    min: -1,
    max: 2,
    mean: 0.25,
    deviation: 1,
    zeros: 1,
    notANumber: 0,
    infinite: 2,
    histogram: [],
  };
  refused.refusal = "no numbers";
  assert.deepEqual([known, awaited, refused].map(column("min").text), ["−1", "…", "–"]);
  assert.deepEqual([known, awaited, refused].map(column("zeros").text), ["25.0\u202f%", "…", "–"]);
  assert.deepEqual([known, awaited, refused].map(column("nonFinite").text), ["2", "…", "–"]);
  assert.deepEqual(
    [known, awaited, refused].map((row) => column("min").comesLast?.(row)),
    [false, true, true],
  );
});

test("a share that is not none is not written as none, nor one that is not all as all", () => {
  assert.deepEqual([0, 1e-9, 0.0004, 0.123, 0.99999, 1].map(shareText), [
    "0\u202f%",
    "<\u202f0.1\u202f%",
    "<\u202f0.1\u202f%",
    "12.3\u202f%",
    ">\u202f99.9\u202f%",
    "100\u202f%",
  ]);
});
