import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbouringLearningRate, typedLearningRate } from "../../webview/learningRate.ts";
import { fc } from "../properties.ts";

test("a learning rate is read as typed, with a point or a comma", () => {
  assert.deepEqual(typedLearningRate(" 1.5 "), { value: 1.5 });
  assert.deepEqual(typedLearningRate("0,03"), { value: 0.03 });
  assert.deepEqual(typedLearningRate("1e-3"), { value: 0.001 });
});

test("what is no learning rate is refused in one sentence with what was found", () => {
  for (const text of ["", "fast", "0", "-1", "NaN", "Infinity", "1e9", "1,000,000"]) {
    const typed = typedLearningRate(text);
    assert.ok("problem" in typed, text);
    assert.match(
      typed.problem,
      /^Learning rate: expected a number above 0 and at most 1,000,000, such as 1\.5, found “.*”\.$/,
    );
  }
});

test("steps lead along round numbers", () => {
  assert.equal(neighbouringLearningRate(1.5, 1), 2);
  assert.equal(neighbouringLearningRate(1, -1), 0.7);
  assert.equal(neighbouringLearningRate(0.07, 1), 0.1);
  assert.equal(neighbouringLearningRate(2.4, -1), 2);
  assert.equal(neighbouringLearningRate(8, 1), 10);
});

test("a step up and down again leads back to a round number, and never to nonsense", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), (rate) => {
      const up = neighbouringLearningRate(rate, 1);
      const down = neighbouringLearningRate(rate, -1);
      assert.ok(up > rate || rate >= 1e6);
      assert.ok(down < rate && down > 0);
      assert.ok("value" in typedLearningRate(String(up)));
    }),
  );
});
