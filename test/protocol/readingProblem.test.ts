import assert from "node:assert/strict";
import { test } from "node:test";
import { readingProblem } from "../../extension/protocol/readingProblem.ts";

test("networks that take square pictures and have ten outputs read the same examples, whatever their sizes", () => {
  assert.equal(readingProblem([784, 16, 10], [784, 30, 20, 10]), null);
  assert.equal(readingProblem([64, 10], [400, 25, 10]), null);
});

test("inputs that are no picture and outputs that are no digits are said in one sentence, and whose they are", () => {
  assert.equal(
    readingProblem([13, 5, 3], [784, 16, 10]),
    "A takes 13 inputs, where digits are square pictures of 8×8 pixels or more.",
  );
  assert.equal(readingProblem([784, 16, 10], [784, 16, 26]), "B has 26 outputs, where ten stand for the digits.");
  assert.equal(readingProblem([784, 16, 1], [400, 25, 1]), "both have 1 output, where ten stand for the digits.");
  assert.equal(
    readingProblem([263_169, 10], [64, 10]),
    "A takes 263,169 inputs, where a picture has 65,536 pixels at most.",
  );
});
