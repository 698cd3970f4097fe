import assert from "node:assert/strict";
import { test } from "node:test";
import { limitLine, speedHeader, speedLine, speedRow } from "./speedRow.ts";

const row = speedRow({ network: "784-30-10", batch: 10 }, "random", "numpy", 1_000_000.4, 300_000.2);

test("a row is what readers of --json expect, in whole examples a second", () => {
  assert.equal(
    JSON.stringify(row),
    '{"network":"784-30-10","batch":10,"data":"random","peer":"numpy","ours":1000000,"theirs":300000,"ratio":3.33}',
  );
});

test("a row's ratio is ours to theirs, below 1 where they are faster", () => {
  assert.equal(speedRow({ network: "784-30-10", batch: 10 }, "mnist", "torch-tuned", 1, 4).ratio, 0.25);
});

test("a printed line has its numbers under the header's words", () => {
  const line = speedLine(row, 7, "NumPy");
  for (const [word, number] of [
    ["ours /s", "1,000,000"],
    ["theirs /s", "300,000"],
    ["ratio", "3.33×"],
    ["at least", "7×"],
  ]) {
    assert.equal(line.indexOf(number) + number.length, speedHeader.indexOf(word) + word.length, word);
  }
  assert.ok(line.endsWith("  NumPy"));
});

test("the limit stands where a peer would, with the share of it that is reached", () => {
  const line = limitLine({ network: "784-30-10", batch: 10 }, "random", 1_500_000.4, 4_000_000.2);
  const header = speedHeader.indexOf("theirs /s") + "theirs /s".length;
  assert.equal(line.indexOf("4,000,000") + "4,000,000".length, header);
  assert.ok(line.endsWith("38 %"));
});

test("a printed line without a least ratio has its place empty", () => {
  assert.equal(speedLine(row, undefined, "NumPy").indexOf("NumPy"), speedLine(row, 7, "NumPy").indexOf("NumPy"));
});
