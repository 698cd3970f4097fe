import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { quadraticCost, targetOf } from "../../extension/network/cost.ts";
import { forward } from "../../extension/network/forward.ts";
import { miniBatchGradient } from "../../extension/network/miniBatchDescent.ts";
import { type HiddenActivationName, shapeOf } from "../../extension/network/networkShape.ts";

interface NumbersOfLayer {
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

/** As `gradients.py` beside it wrote it. */
interface PytorchCase {
  readonly sizes: readonly number[];
  readonly activation: HiddenActivationName;
  readonly inputs: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly parameters: readonly NumbersOfLayer[];
  readonly outputs: readonly (readonly number[])[];
  readonly cost: number;
  readonly gradient: readonly NumbersOfLayer[];
}

const fixture = new URL("../fixtures/pytorch/gradients.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly cases: readonly PytorchCase[] };

/** Both sides are in double precision; the file keeps twelve digits. */
function assertClose(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(found.length, expected.length, what);
  expected.forEach((value, i) => {
    assert.ok(
      Math.abs(found[i] - value) <= 1e-10 * Math.max(1, Math.abs(value)),
      `${what} ${i}: ${found[i]}, ${value}`,
    );
  });
}

for (const { sizes, activation, inputs, labels, parameters, outputs, cost, gradient } of cases) {
  test(`outputs, cost and gradient of ${sizes.join("–")} ${activation} are PyTorch's`, () => {
    const shape = shapeOf(sizes, activation);
    const network = parameters.map((layer) => ({
      weights: Float64Array.from(layer.weights),
      biases: Float64Array.from(layer.biases),
    }));
    const batch = inputs.map((input, k) => ({
      input: Float64Array.from(input),
      target: targetOf(labels[k], sizes[sizes.length - 1]),
    }));
    const answers = batch.map(({ input }) => forward(shape, network, input)[network.length - 1].activations);
    answers.forEach((answer, k) => {
      assertClose(answer, outputs[k], `output of example ${k}`);
    });
    const costs = answers.map((answer, k) => quadraticCost(answer, batch[k].target));
    assertClose([costs.reduce((sum, each) => sum + each) / costs.length], [cost], "cost");
    miniBatchGradient(shape, network, batch).forEach(({ weights, biases }, layer) => {
      assertClose(weights, gradient[layer].weights, `∂C/∂w of layer ${layer + 1}`);
      assertClose(biases, gradient[layer].biases, `∂C/∂b of layer ${layer + 1}`);
    });
  });
}
