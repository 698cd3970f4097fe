import assert from "node:assert/strict";
import { test } from "node:test";
import { typedHiddenSizes } from "../../extension/vscode/typedHiddenSizes.ts";

for (const text of ["16, 16", "16 16", "16-16", " 16;16 ", "16–16"]) {
  test(`hidden sizes typed as “${text}” make the lesson's network`, () => {
    assert.deepEqual(typedHiddenSizes(text), {
      sizes: [784, 16, 16, 10],
      inWords: "784–16–16–10 · 13,002 parameters",
    });
  });
}

test("no hidden sizes connect the pixels with the outputs", () => {
  assert.deepEqual(typedHiddenSizes(""), { sizes: [784, 10], inWords: "784–10 · 7,850 parameters" });
});

const problems: readonly [text: string, problem: RegExp][] = [
  ["sixteen", /^hidden layers: expected sizes such as 16, 16, found “sixteen”\.$/],
  ["16.5", /found “16\.5”\.$/],
  ["16, 0", /^layer size: expected a whole number from 1 to 4096, found 0\.$/],
  ["5000", /^layer size: expected a whole number from 1 to 4096, found 5000\.$/],
  ["1 1 1 1 1 1 1 1 1 1 1", /^sizes: expected at most 12 layers, found 13\.$/],
  ["4096 4096", /^sizes: expected at most 20,000,000 weights and biases, found 20,037,642\.$/],
];
for (const [text, problem] of problems) {
  test(`hidden sizes typed as “${text}” are refused in one sentence`, () => {
    const typed = typedHiddenSizes(text);
    assert.match("problem" in typed ? typed.problem : JSON.stringify(typed), problem);
  });
}
