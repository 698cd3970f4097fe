import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnTensor } from "../../../extension/protocol/weightsPicture.ts";
import { partInWords } from "../../../extension/vscode/weightsPreview/partInWords.ts";

function words(shape: readonly number[], rows: number, columns: number, numbersInBar: number | null = null): string {
  return partInWords({ picture: {} as DrawnTensor["picture"], rows, columns, numbersInBar }, shape);
}

test("a picture of a matrix says how many rows and columns it shows", () => {
  assert.equal(words([16, 20], 16, 20), "16 × 20");
  assert.equal(words([10_000, 10_000], 104, 10_000), "rows 0 to 103 of 10,000 × 10,000");
});

test("bars say how many numbers they are, and of how many each is the largest", () => {
  assert.equal(words([16], 1, 16, 1), "16 numbers");
  assert.equal(words([1, 10_000], 1, 10_000, 21), "10,000 numbers, each bar the largest of 21");
  assert.equal(
    words([3_000_000], 1, 1_048_576, 2185),
    "numbers 0 to 1,048,575 of 3,000,000, each bar the largest of 2,185",
  );
});

test("of more than two dimensions it is said where in the others the picture is, of bars too", () => {
  assert.equal(words([2, 5, 3, 3], 3, 3), "3 × 3, at [0, 0, …]");
  assert.equal(words([64, 1, 9], 1, 9, 1), "9 numbers, at [0, …]");
});
