import assert from "node:assert/strict";
import { test } from "node:test";
import type { Snapshot } from "../../extension/protocol/snapshot.ts";
import { answerOf, answerText, questionText } from "../../webview/answer.ts";

const names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const outputs = Float32Array.of(0.01, 0, 0, 0.92, 0, 0.125, 0, 0, 0.31, 0);
const asked = {
  layers: [{ weightedSums: outputs, activations: outputs }],
  example: { label: 3 },
} as unknown as Snapshot;

test("the answer is the most active output, beside the truth", () => {
  assert.deepEqual(answerOf(asked, "sigmoid"), {
    said: 3,
    saidActivation: outputs[3],
    isClear: true,
    truth: 3,
    truthActivation: outputs[3],
  });
});

test("there is no answer while the outputs are not observed", () => {
  assert.equal(answerOf(null, "sigmoid"), null);
  assert.equal(answerOf({ ...asked, layers: null }, "sigmoid"), null);
  assert.equal(answerOf({ ...asked, example: null }, "sigmoid"), null);
});

test("question and answer are one line, which names both outputs where the answer is wrong", () => {
  const right = answerOf(asked, "sigmoid");
  const wrong = right && { ...right, truth: 8, truthActivation: outputs[8] };
  assert.ok(right && wrong);
  assert.equal(questionText(right, names), "Why did it say 3?");
  assert.equal(answerText(right, names), "Output 3 has 0.92, and 3 is the truth.");
  assert.equal(answerText(wrong, names), "Output 3 has 0.92; the truth, 8, has 0.31.");
});

test("a network whose outputs are all near zero is said to be sure of nothing", () => {
  const dead = Float32Array.of(0.004, 0, 0, 0, 0, 0, 0, 0, 0, 0.001);
  const answer = answerOf(answeringWith(dead), "sigmoid");
  assert.ok(answer);
  assert.equal(answer.isClear, false);
  assert.equal(questionText(answer, names), "What did it say?");
  assert.equal(
    answerText(answer, names),
    "It is sure of nothing: its most active output, 0, has 0.00; the truth, 9, has 0.00.",
  );
});

test("shares of softmax that are about even are no answer, for there is always a largest", () => {
  const even = Float32Array.of(0.1, 0.09, 0.11, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
  assert.equal(answerOf(answeringWith(even), "softmax")?.isClear, false);
  assert.equal(answerOf(answeringWith(even), "sigmoid")?.isClear, true);
  const clear = Float32Array.of(0.5, 0.3, 0.2, 0, 0, 0, 0, 0, 0, 0);
  assert.equal(answerOf(answeringWith(clear), "softmax")?.isClear, true);
});

function answeringWith(activations: Float32Array): Snapshot {
  return {
    ...asked,
    layers: [{ weightedSums: activations, activations }],
    example: { label: 9 },
  } as unknown as Snapshot;
}
