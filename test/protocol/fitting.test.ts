import assert from "node:assert/strict";
import { test } from "node:test";
import { fittingInWords, fittingOf } from "../../extension/protocol/fitting.ts";
import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";

test("a network that reads pictures of 28×28 pixels has the dataset's as they are", () => {
  assert.deepEqual(fittingOf([784, 16, 10]), { inputs: 784, kind: "whole", isLabelled: true });
});

test("a network with another number of outputs has no labels", () => {
  assert.deepEqual(fittingOf([784, 30, 26]), { inputs: 784, kind: "whole", isLabelled: false });
  assert.deepEqual(fittingOf([400, 25, 9]), { inputs: 400, kind: "scaled", isLabelled: false });
});

test("a square input has the pictures scaled to its size", () => {
  assert.deepEqual(fittingOf([400, 25, 10]), { inputs: 400, kind: "scaled", isLabelled: true });
  assert.equal(pictureSideOf(64), 8);
});

test("an input that is no picture, or hardly one, has noise without labels", () => {
  for (const inputs of [4, 13, 49, 3072]) {
    assert.deepEqual(fittingOf([inputs, 8, 10]), { inputs, kind: "noise", isLabelled: false });
  }
});

test("inputs that are no picture are numbers, and no examples are learnt from", () => {
  assert.deepEqual(fittingInWords([784, 16, 10]), { examples: "training examples", input: "pixel" });
  assert.deepEqual(fittingInWords([64, 32, 10]), { examples: "training examples", input: "pixel" });
  assert.deepEqual(fittingInWords([4, 16, 3]), { examples: "random inputs", input: "number" });
});
