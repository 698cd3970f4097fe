import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleCost } from "../../extension/network/cost.ts";
import { forward } from "../../extension/network/forward.ts";
import { miniBatchGradient } from "../../extension/network/miniBatchDescent.ts";
import { costNames, hiddenActivationNames, outputProblem } from "../../extension/network/networkShape.ts";
import { inDoublePrecision } from "./inDoublePrecision.ts";
import { descentCases, descentNameOf, gradientCases, nameOf, referenceExamples } from "./pytorchCases.ts";
import { ReferenceDescent } from "./referenceDescent.ts";

/** Both sides are in double precision; the file keeps nine digits: half a unit of the last is at most 5e-9 of a number. */
function assertClose(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(found.length, expected.length, what);
  expected.forEach((value, i) => {
    // Sums of a few products around 1, in another order, part by some 1e-16.
    const tolerance = 5e-9 * Math.abs(value) + 1e-14;
    assert.ok(Math.abs(found[i] - value) <= tolerance, `${what} ${i}: ${found[i]}, ${value}`);
  });
}

for (const pytorchCase of gradientCases) {
  test(`outputs, cost and gradient of ${nameOf(pytorchCase)} are PyTorch's`, () => {
    const { parameters, outputs, meanCost, gradient, cost, activations } = pytorchCase;
    const network = inDoublePrecision(parameters);
    const batch = referenceExamples(pytorchCase);
    const last = activations[activations.length - 1];
    const costs = batch.map(({ input, target }, k) => {
      const state = forward(pytorchCase, network, input)[network.length - 1];
      assertClose(state.activations, outputs[k], `output of example ${k}`);
      return exampleCost(cost, last, state, target);
    });
    assertClose([costs.reduce((sum, each) => sum + each) / costs.length], [meanCost], "cost");
    miniBatchGradient(pytorchCase, network, batch).forEach(({ weights, biases }, layer) => {
      assertClose(weights, gradient[layer].weights, `∂C/∂w of layer ${layer + 1}`);
      assertClose(biases, gradient[layer].biases, `∂C/∂b of layer ${layer + 1}`);
    });
  });
}

for (const descentCase of descentCases) {
  test(`three steps of ${descentNameOf(descentCase)}, in ${nameOf(descentCase)} give PyTorch's weights`, () => {
    const { parameters, learnt, steps } = descentCase;
    const descent = new ReferenceDescent(descentCase, inDoublePrecision(parameters), descentCase);
    for (let step = 0; step < steps; step++) descent.step(referenceExamples(descentCase), step);
    descent.parameters.forEach(({ weights, biases }, layer) => {
      assertClose(weights, learnt[layer].weights, `weights of layer ${layer + 1}`);
      assertClose(biases, learnt[layer].biases, `biases of layer ${layer + 1}`);
    });
  });
}

test("PyTorch was asked about every hidden activation with every output that a cost can judge", () => {
  const asked = new Set(gradientCases.map(({ activations, cost }) => `${activations.join()} ${cost}`));
  for (const cost of costNames) {
    for (const output of [...hiddenActivationNames, "softmax"] as const) {
      if (outputProblem(cost, output) !== undefined) continue;
      for (const hidden of hiddenActivationNames) assert.ok(asked.has(`${hidden},${output} ${cost}`));
    }
  }
});
