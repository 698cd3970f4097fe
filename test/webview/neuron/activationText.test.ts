import assert from "node:assert/strict";
import { test } from "node:test";
import { activationText, shareText } from "../../../webview/neuron/activationText.ts";

test("each activation is written as a formula with the neuron's number", () => {
  assert.equal(activationText("sigmoid", "−1.23"), "σ(−1.23)");
  assert.equal(activationText("relu", "−1.23"), "ReLU: max(0, −1.23)");
  assert.equal(activationText("tanh", "0.50"), "tanh(0.50)");
  assert.equal(activationText("leakyRelu", "−1.23"), "leaky ReLU(−1.23)");
  assert.equal(activationText("softmax", "4.20"), "e^4.20 / Σ e^z");
});

test("an output's share is said in percent of what all share, a tiny one as under a tenth", () => {
  assert.equal(shareText(0.934), "softmax: 93.4\u202f% of what the ten outputs share, each by its e^z");
  assert.match(shareText(1e-7), /^softmax: under 0\.1\u202f%/);
  assert.match(shareText(0), /^softmax: 0\.0\u202f%/);
});
