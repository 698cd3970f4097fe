import assert from "node:assert/strict";
import { test } from "node:test";
import { activateLayer } from "../../extension/network/activation.ts";
import { exampleCost, outputDelta, targetOf } from "../../extension/network/cost.ts";
import {
  type ActivationName,
  activationNames,
  type CostName,
  costNames,
  outputProblem,
} from "../../extension/network/networkShape.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { kernelsModules, placed, randomExamples } from "./randomExamples.ts";

const examples = randomExamples(10, 0.1, 1);

/** Half a unit in the last place of single precision: what one rounding may do to a number. */
const rounding = 2 ** -24;

/**
 * z of a whole layer from −100 to 100, half of them nearer to 0 than 1 and down to a millionth, so that an activation that loses
 * its digits near 0 is found out.
 */
const weightedSums = Float32Array.from({ length: 401 }, (_, i) => {
  const place = (i - 200) / 200;
  return Math.sign(place) * (i % 2 === 0 ? 100 * Math.abs(place) : 10 ** (-6 * Math.abs(place)));
});

/** States of one example in a network without weights: the biases are the weighted sums. */
function statesOf(
  module: WebAssembly.Module,
  sums: Float32Array,
  activation: ActivationName,
  cost: CostName,
  example = 0,
) {
  const shape = { sizes: [784, sums.length], activations: [activation], cost };
  const network = new KernelNetwork(placed(examples, examples, module), shape);
  network.parameters = [{ weights: new Float32Array(784 * sums.length), biases: sums }];
  const workspace = network.makeWorkspace(1, true);
  const reading = network.read(network.training, [example], workspace);
  network.carryBack(workspace, 1, 1);
  return { ...workspace.statesOf(0)[0], cost: reading.cost, label: examples.labels[example] };
}

for (const [build, module] of Object.entries(kernelsModules)) {
  for (const name of activationNames) {
    test(`${name} of the ${build} kernels is right to its last digits, near 0 as far from it`, () => {
      const sums = name === "softmax" ? weightedSums.map((sum) => sum / 4) : weightedSums;
      const { activations } = statesOf(module, sums, name, name === "softmax" ? "crossEntropy" : "quadratic");
      const expected = activateLayer(name, Float64Array.from(sums));
      // An exponential, or a polynomial in its place, is off by up to 4 roundings; a sum after it by one, a quotient by one.
      // Softmax: z less the largest is rounded to 2⁻²⁴ of up to 50, which the exponential makes a relative error; its sum of
      // 401 terms takes 104 roundings at most, four lanes at a time.
      const tolerance = name === "softmax" ? (50 + 104 + 6) * rounding : 6 * rounding;
      activations.forEach((activation, j) => {
        const error = Math.abs(activation - expected[j]);
        // Beyond ±87 the exponential stays as it is: 2e-38 at most is lost.
        const isRight = error <= tolerance * Math.abs(expected[j]) + 2e-38;
        assert.ok(isRight, `${name}(${sums[j]}): expected ${expected[j]}, found ${activation}`);
      });
    });
  }

  for (const cost of costNames) {
    for (const output of activationNames.filter((name) => outputProblem(cost, name) === undefined)) {
      test(`${cost} cost and δ of ${output} outputs of the ${build} kernels are the reference's, sure or unsure, right or wrong`, () => {
        for (const scale of [1e-3, 1, 30]) {
          for (let example = 0; example < examples.count; example++) {
            const sums = Float32Array.from({ length: 10 }, (_, j) => scale * Math.sin(3 * j + example));
            const found = statesOf(module, sums, output, cost, example);
            const weightedSums = Float64Array.from(sums);
            const state = { weightedSums, activations: activateLayer(output, weightedSums) };
            const target = targetOf(found.label, 10);
            const expected = exampleCost(cost, output, state, target);
            // Terms of the size of z or a, some ten roundings each.
            const size = Math.max(1, ...weightedSums.map(Math.abs));
            const costTolerance = 10 * rounding * (Math.abs(expected) + 10 * (cost === "quadratic" ? 1 : size));
            assert.ok(Math.abs(found.cost - expected) <= costTolerance, `expected ${expected}, found ${found.cost}`);
            const largest = Math.max(1, ...state.activations.map(Math.abs));
            outputDelta(cost, output, state.activations, target).forEach((delta, j) => {
              const tolerance = 4 * (6 + size) * rounding * largest;
              assert.ok(
                Math.abs(found.deltas[j] - delta) <= tolerance,
                `δ: expected ${delta}, found ${found.deltas[j]}`,
              );
            });
          }
        }
      });
    }
  }
}
