import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleCostText } from "../../webview/exampleCostText.ts";

test("the cost of an example is explained as it is computed", () => {
  assert.match(exampleCostText({ cost: "quadratic", activations: ["sigmoid"] }), /^C₀ = Σ \(a − y\)²: the squares/);
  assert.match(exampleCostText({ cost: "crossEntropy", activations: ["relu", "sigmoid"] }), /ln \(1 − a\)/);
  assert.match(
    exampleCostText({ cost: "crossEntropy", activations: ["relu", "softmax"] }),
    /^C₀ = −ln a of the true output/,
  );
});
