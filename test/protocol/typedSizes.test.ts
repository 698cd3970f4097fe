import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenSizesText, sizesInWords, typedSizes } from "../../extension/protocol/typedSizes.ts";

for (const text of ["16, 16", "16 16", "16-16", "16 - 16", "16-16-", " 16;16 ", "16–16"]) {
  test(`hidden sizes typed as “${text}” get input and output around them`, () => {
    assert.deepEqual(typedSizes(text), { value: [784, 16, 16, 10] });
  });
}

test("no hidden sizes connect the pixels with the outputs", () => {
  assert.deepEqual(typedSizes(""), { value: [784, 10] });
});

const problems: readonly [text: string, problem: RegExp][] = [
  ["sixteen", /^Hidden layers: expected sizes such as 16, 16, found “sixteen”\.$/],
  ["16.5", /found “16\.5”\.$/],
  ["-3", /^Hidden layers: expected sizes such as 16, 16, found “-3”\.$/],
  ["–3", /found “–3”\.$/],
  ["16 -3", /found “-3”\.$/],
  ["16, -3", /found “-3”\.$/],
  ["16--3", /found “16--3”\.$/],
  ["16, 0", /^Layer size: expected a whole number from 1 to 4096, found 0\.$/],
  ["5000", /^Layer size: expected a whole number from 1 to 4096, found 5000\.$/],
  ["1 1 1 1 1 1 1 1 1 1 1", /^Hidden layers: expected at most 10, found 11\.$/],
  ["4096 4096", /^Sizes: expected at most 20,000,000 weights and biases, found 20,037,642\.$/],
];
for (const [text, problem] of problems) {
  test(`hidden sizes typed as “${text}” are refused in one sentence`, () => {
    const typed = typedSizes(text);
    assert.match("problem" in typed ? typed.problem : JSON.stringify(typed), problem);
  });
}

test("sizes are written as they are typed, and as they are spoken of", () => {
  assert.equal(hiddenSizesText([784, 16, 16, 10]), "16, 16");
  assert.equal(hiddenSizesText([784, 10]), "");
  assert.equal(sizesInWords([784, 16, 16, 10]), "784–16–16–10 · 13,002 parameters");
});
