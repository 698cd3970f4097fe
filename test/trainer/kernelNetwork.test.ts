import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { backpropagate } from "../../extension/network/backpropagation.ts";
import { targetOf } from "../../extension/network/cost.ts";
import { ShapeError } from "../../extension/network/forward.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import { descend, miniBatchGradient } from "../../extension/network/miniBatchDescent.ts";
import { hiddenActivationNames, shapeOf } from "../../extension/network/networkShape.ts";
import type { Floats, LayerParameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { plainChoices } from "../../extension/protocol/settings.ts";
import { Descent } from "../../extension/trainer/descent.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { strongestConnections } from "../../extension/trainer/strongestConnections.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { kernelsModules, placed, randomExamples } from "./randomExamples.ts";

/** Every width of a kernel's panel of 16 and its remainders, and several panels. */
const hiddenSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 0, maxLength: 3 });

for (const [build, module] of Object.entries(kernelsModules)) {
  test(`${build} kernels agree with the reference on random networks after three mini-batches`, () =>
    checkKernels(module));
}

function checkKernels(module: WebAssembly.Module): void {
  fc.assert(
    fc.property(
      hiddenSizes,
      fc.constantFrom(...hiddenActivationNames),
      fc.integer({ min: 1, max: 140 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      (hidden, activation, batchSize, density, seed) => {
        const shape = shapeOf([784, ...hidden, 10], activation);
        const examples = randomExamples(3 * batchSize, density, seed);
        const network = new KernelNetwork(placed(examples, examples, module), shape);
        const generator = new SeededGenerator(seed);
        const initial = initialParameters(shape, "scaledNormal", generator);
        network.parameters = initial;
        const learningRate = 0.5;
        const { state } = generator;
        const descent = new Descent(
          network,
          { ...plainChoices, batchSize, learningRate },
          {
            step: 0,
            epoch: 0,
            batchInEpoch: 0,
            generator: state,
          },
        );
        while (descent.position.epoch === 0) descent.advance(descent.examplesLeftInBatch);

        const order = Uint32Array.from({ length: examples.count }, (_, i) => i);
        SeededGenerator.fromState(state).shuffle(order);
        const reference = initial.map(({ weights, biases }) => ({
          weights: Float64Array.from(weights),
          biases: Float64Array.from(biases),
        }));
        for (let batch = 0; batch < 3; batch++) {
          const members = [...order.subarray(batch * batchSize, (batch + 1) * batchSize)].map((index) => ({
            input: Float64Array.from(pictureOf(examples, index), (value) => value / 255),
            target: targetOf(examples.labels[index], 10),
          }));
          descend(miniBatchGradient(shape, reference, members), learningRate, reference);
        }
        assertMovedAlike(initial, reference, network.parameters, examples.count);
      },
    ),
    { numRuns: 40, seed: 20 },
  );
}

/**
 * Two roundings part kernel and reference. A sum of n single-precision products is off by at most n · 2⁻²⁴ of the sum of
 * their absolute values, for 784 inputs by 5e-5: 1e-4 of the layer's largest move. And each example's nudge, added to a
 * weight, rounds it by at most 2⁻²⁴ of its size.
 *
 * @param examples that nudged the weights
 */
function assertMovedAlike(
  initial: LayerParameters[],
  expected: LayerParameters[],
  found: LayerParameters[],
  examples: number,
): void {
  expected.forEach((layer, index) => {
    for (const kind of ["weights", "biases"] as const) {
      const start: Floats = initial[index][kind];
      let largestMove = 0;
      layer[kind].forEach((value, i) => {
        largestMove = Math.max(largestMove, Math.abs(value - start[i]));
      });
      layer[kind].forEach((value, i) => {
        const tolerance = 1e-4 * largestMove + (examples + 1) * 2 ** -24 * Math.max(1, Math.abs(value));
        const difference = Math.abs(value - found[index][kind][i]);
        assert.ok(difference <= tolerance, `layer ${index + 1} ${kind} ${i}: ${value} or ${found[index][kind][i]}`);
      });
    }
  });
}

test("states that the kernels keep for one example are the reference's", () => {
  const shape = shapeOf([784, 17, 5, 10], "relu");
  const examples = randomExamples(4, 0.2, 8);
  const network = new KernelNetwork(placed(examples), shape);
  const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(8));
  network.parameters = parameters;
  const workspace = network.makeWorkspace(1, true);
  network.read(network.training, [2], workspace);
  network.carryBack(workspace, 1, 1);
  const input = Float64Array.from(pictureOf(examples, 2), (value) => value / 255);
  const { deltas } = backpropagate(shape, parameters, input, targetOf(examples.labels[2], 10));
  network.slotStates(workspace, 0).forEach((state, layer) => {
    state.deltas.forEach((delta, j) => {
      assert.ok(Math.abs(delta - deltas[layer][j]) <= 1e-4 * Math.max(...deltas[layer].map(Math.abs)));
    });
  });
});

test("parameters read back are those that were set, to the bit, in panels of every width", () => {
  const shape = shapeOf([784, 94, 13, 10], "sigmoid");
  const examples = randomExamples(1, 0.2, 1);
  const network = new KernelNetwork(placed(examples), shape);
  const parameters = initialParameters(shape, "normal", new SeededGenerator(3));
  network.parameters = parameters;
  assert.ok(sameParameters(network.parameters, parameters));
  const second = network.layer(2);
  const { weights } = parameters[1];
  assert.deepEqual(network.weightRows(second, 5, 7), weights.slice(5 * 94, 12 * 94));
  for (let input = 0; input < 94; input++) {
    const outgoing = Float32Array.from({ length: 13 }, (_, neuron) => weights[neuron * 94 + input]);
    assert.ok(network.outgoingWeights(second, input).every((weight, neuron) => weight === outgoing[neuron]));
  }
});

test("the strongest connections are those of the largest |w · a|, whatever the panels", () => {
  const sizes = { inputs: 94, size: 61 };
  const shape = shapeOf([784, sizes.inputs, sizes.size, 10], "sigmoid");
  const network = new KernelNetwork(placed(randomExamples(1, 0.2, 1)), shape);
  const parameters = initialParameters(shape, "normal", new SeededGenerator(4));
  network.parameters = parameters;
  const activations = Float32Array.from({ length: sizes.inputs }, (_, input) => (input % 3) / 2);
  const layer = network.layer(2);
  const found = strongestConnections(network.weightsView(layer), layer.panels, activations, 40);
  const { weights } = parameters[1];
  const all = Array.from(weights, (weight, at) => weight * activations[at % sizes.inputs]);
  const strongest = all.map(Math.abs).sort((a, b) => b - a);
  for (let k = 0; k < 40; k++) {
    assert.equal(found.weights[k], weights[found.to[k] * sizes.inputs + found.from[k]]);
    assert.equal(Math.abs(found.carried[k]), Math.fround(strongest[k]));
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
