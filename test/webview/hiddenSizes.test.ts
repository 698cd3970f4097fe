import assert from "node:assert/strict";
import { test } from "node:test";
import { parameterCount } from "../../extension/network/networkShape.ts";
import { hiddenSizesText, typedSizes } from "../../webview/hiddenSizes.ts";

test("hidden layers are read however their sizes are set apart, and get input and output around them", () => {
  for (const text of ["16, 16", "16 16", "16–16", "16-16", " 16;16 "]) {
    assert.deepEqual(typedSizes(text), { value: [784, 16, 16, 10] }, text);
  }
  assert.deepEqual(typedSizes(""), { value: [784, 10] });
});

test("784–16–16–10 has 13,002 parameters", () => {
  const typed = typedSizes("16, 16");
  assert.ok("value" in typed);
  assert.equal(parameterCount(typed.value), 13_002);
});

test("what no network can have is refused in one sentence", () => {
  const refusals: [string, RegExp][] = [
    ["16, x", /^Hidden layers: expected sizes such as 16, 16, found “x”\.$/],
    ["16.5", /found “16\.5”/],
    ["0", /^Layer size: expected a whole number from 1 to 4096, found 0\.$/],
    ["5000", /^Layer size: .*found 5000\.$/],
    ["4096, 4096, 4096", /^Sizes: expected at most 20,000,000 weights and biases, found 36,818,954\.$/],
    ["1 1 1 1 1 1 1 1 1 1 1", /^Sizes: expected at most 12 layers, found 13\.$/],
  ];
  for (const [text, problem] of refusals) {
    const typed = typedSizes(text);
    assert.ok("problem" in typed, text);
    assert.match(typed.problem, problem);
  }
});

test("hidden layers are written as they are typed", () => {
  assert.equal(hiddenSizesText([784, 16, 16, 10]), "16, 16");
  assert.equal(hiddenSizesText([784, 10]), "");
});
