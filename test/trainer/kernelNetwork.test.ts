import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { backpropagate } from "../../extension/network/backpropagation.ts";
import { targetOf } from "../../extension/network/cost.ts";
import { ShapeError } from "../../extension/network/forward.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { placed, randomExamples } from "./randomExamples.ts";

// Sparse; dense with gaps; almost without; without.
for (const density of [0.2, 0.7, 0.98, 1]) {
  test(`states that the kernels keep for an example with ${density * 100} % of its pixels are the reference's`, () => {
    const shape = shapeOf([784, 17, 5, 10], "relu");
    const examples = randomExamples(4, density, 8);
    const network = new KernelNetwork(placed(examples), shape);
    assert.equal(network.training.areDense, density > 0.6);
    const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(8));
    network.parameters = parameters;
    const workspace = network.makeWorkspace(3, true);
    network.read(network.training, [0, 2, 3], workspace);
    network.carryBack(workspace, 3, 1);
    const input = Float64Array.from(pictureOf(examples, 2), (value) => value / 255);
    const { deltas } = backpropagate(shape, parameters, input, targetOf(examples.labels[2], 10));
    workspace.statesOf(1).forEach((state, layer) => {
      state.deltas.forEach((delta, j) => {
        assert.ok(Math.abs(delta - deltas[layer][j]) <= 1e-4 * Math.max(...deltas[layer].map(Math.abs)));
      });
    });
  });
}

// The many are sorted by pixel, and the widest network's weights fetched, the few are not; panels of every width.
for (const hidden of [92, 400]) {
  test(`784–${hidden}–10 learns the same bits from 40 examples at once and from any parts of them`, () => {
    const shape = shapeOf([784, hidden, 10], "sigmoid");
    const examples = randomExamples(40, 0.2, 5);
    const learn = (parts: readonly number[]) => {
      const network = new KernelNetwork(placed(examples), shape);
      network.parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(5));
      const workspaces = parts.map((count) => network.makeWorkspace(count, false));
      let from = 0;
      for (const workspace of workspaces) {
        const indices = Array.from({ length: workspace.slots }, (_, k) => from + k);
        network.read(network.training, indices, workspace);
        network.carryBack(workspace, workspace.slots, -0.1);
        from += workspace.slots;
      }
      for (const workspace of workspaces) network.nudge(workspace, workspace.slots);
      return network.parameters;
    };
    const whole = learn([40]);
    assert.ok(sameParameters(learn([5, 35]), whole));
    assert.ok(sameParameters(learn([31, 9]), whole));
    assert.ok(sameParameters(learn(new Array(40).fill(1)), whole));
  });
}

test("parameters read back are those that were set, to the bit, in panels of every width", () => {
  const shape = shapeOf([784, 94, 13, 10], "sigmoid");
  const examples = randomExamples(1, 0.2, 1);
  const network = new KernelNetwork(placed(examples), shape);
  const parameters = initialParameters(shape, "normal", new SeededGenerator(3));
  network.parameters = parameters;
  assert.ok(sameParameters(network.parameters, parameters));
  const second = network.layer(2);
  const { weights } = parameters[1];
  assert.deepEqual(second.weightRows(5, 7), weights.slice(5 * 94, 12 * 94));
  for (let input = 0; input < 94; input++) {
    const outgoing = Float32Array.from({ length: 13 }, (_, neuron) => weights[neuron * 94 + input]);
    assert.ok(second.weightsFrom(input).every((weight, neuron) => weight === outgoing[neuron]));
  }
});

test("parameters of another shape are refused and leave those before", () => {
  const shape = shapeOf([784, 13, 10], "sigmoid");
  const examples = randomExamples(1, 0.2, 1);
  const network = new KernelNetwork(placed(examples), shape);
  const before = network.parameters;
  const others = initialParameters(shapeOf([784, 13, 11], "sigmoid"), "normal", new SeededGenerator(3));
  assert.throws(() => {
    network.parameters = others;
  }, ShapeError);
  assert.ok(sameParameters(network.parameters, before));
});
