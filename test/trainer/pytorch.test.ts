import assert from "node:assert/strict";
import { test } from "node:test";
import { type Examples, pixelCount } from "../../extension/datasets/examples.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import type { LayerParameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { Descent } from "../../extension/trainer/descent.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { packExamples } from "../datasets/packExamples.ts";
import {
  descentCases,
  descentNameOf,
  gradientCases,
  type NumbersOfLayer,
  nameOf,
  type PytorchStart,
} from "../network/pytorchCases.ts";
import { kernelsModules, placed } from "./randomExamples.ts";

/** The kernels' networks have an input for each pixel: those that a case does not have are black, their weights 0. */
function kernelShape({ sizes, activations, cost }: NetworkShape): NetworkShape {
  return { sizes: [pixelCount, ...sizes.slice(1)], activations, cost };
}

function kernelExamples({ pixels, labels }: PytorchStart): Examples {
  const pictures = new Uint8Array(pixels.length * pixelCount);
  for (const [k, row] of pixels.entries()) pictures.set(row, k * pixelCount);
  return packExamples(pictures, Uint8Array.from(labels));
}

function kernelParameters({ parameters, sizes }: PytorchStart): LayerParameters[] {
  return parameters.map(({ weights, biases }, layer) => {
    const inputs = layer === 0 ? pixelCount : sizes[layer];
    const rows = new Float32Array(biases.length * inputs);
    for (let j = 0; j < biases.length; j++) {
      rows.set(weights.slice(j * sizes[layer], (j + 1) * sizes[layer]), j * inputs);
    }
    return { weights: rows, biases: Float32Array.from(biases) };
  });
}

/** Without the inputs that the case does not have. */
function withoutBlackInputs(layers: readonly LayerParameters[], { sizes }: PytorchStart): LayerParameters[] {
  return layers.map(({ weights, biases }, layer) => {
    if (layer > 0) return { weights, biases };
    const rows = Array.from(biases, (_, j) => weights.slice(j * pixelCount, j * pixelCount + sizes[0]));
    return { weights: Float64Array.from(rows.flatMap((row) => [...row])), biases };
  });
}

/**
 * Kernels round each number to 24 bits, by 6e-8 of it at most. From a pixel to a component of the gradient it goes through
 * four layers and back: at most 7 products added up in each, an activation and a slope, and last the mean over 4 examples;
 * some 80 roundings, 5e-6 if all fell on one side. Terms that cancel leave that much of the terms, not of their sum: so the
 * tolerance is 1e-5 of the tensor's largest number.
 */
function assertAgree(found: readonly LayerParameters[], expected: readonly NumbersOfLayer[], what: string): void {
  for (const [layer, numbers] of expected.entries()) {
    for (const kind of ["weights", "biases"] as const) {
      const tolerance = 1e-5 * Math.max(...numbers[kind].map(Math.abs));
      assert.equal(found[layer][kind].length, numbers[kind].length);
      for (const [i, value] of numbers[kind].entries()) {
        const difference = Math.abs(found[layer][kind][i] - value);
        assert.ok(
          difference <= tolerance,
          `${what}, layer ${layer + 1} ${kind} ${i}: ${found[layer][kind][i]}, ${value}`,
        );
      }
    }
  }
}

/** A power of two, by which a nudge is scaled without rounding, so large that nothing of it is lost beside a weight. */
const scale = 2 ** 20;

for (const [build, module] of Object.entries(kernelsModules)) {
  for (const pytorchCase of gradientCases) {
    test(`${build} kernels: cost and gradient of ${nameOf(pytorchCase)} are PyTorch's`, () => {
      const examples = kernelExamples(pytorchCase);
      const { count } = examples;
      const dataset = placed(examples, examples, module);
      const network = new KernelNetwork(dataset, kernelShape(pytorchCase));
      const before = kernelParameters(pytorchCase);
      network.parameters = before;
      const workspace = network.makeWorkspace(count, false);
      const { cost } = network.read(
        network.training,
        examples.labels.map((_, k) => k),
        workspace,
      );
      assert.ok(Math.abs(cost / count - pytorchCase.meanCost) <= 1e-5 * pytorchCase.meanCost);
      network.carryBack(workspace, count, scale / count);
      network.nudge(workspace, count);
      const gradient = network.parameters.map(({ weights, biases }, layer) => ({
        weights: Float64Array.from(weights, (weight, i) => (weight - before[layer].weights[i]) / scale),
        biases: Float64Array.from(biases, (bias, j) => (bias - before[layer].biases[j]) / scale),
      }));
      assertAgree(withoutBlackInputs(gradient, pytorchCase), pytorchCase.gradient, "∂C");
    });
  }
}

// A step moves a weight by η times the gradient, whose error is as above. Adam divides by the gradient's own size: where a
// component is a hundredth of the largest, its error of 5e-6 of that is 5e-4 of a step of η = 0.01, and so 5e-6 again.
for (const [build, module] of Object.entries(kernelsModules)) {
  for (const pytorchCase of descentCases) {
    const { steps, labels, learnt } = pytorchCase;
    test(`${build} kernels: ${steps} steps of ${descentNameOf(pytorchCase)}, in ${nameOf(pytorchCase)} give PyTorch's weights`, () => {
      const examples = kernelExamples(pytorchCase);
      const network = new KernelNetwork(placed(examples, examples, module), kernelShape(pytorchCase));
      network.parameters = kernelParameters(pytorchCase);
      const { state } = new SeededGenerator(1);
      const position = { step: 0, epoch: 0, batchInEpoch: 0, generator: state };
      const descent = new Descent(network, { ...pytorchCase, batchSize: labels.length }, position);
      while (descent.position.step < steps) descent.advance(descent.examplesLeftInBatch);
      assertAgree(withoutBlackInputs(network.parameters, pytorchCase), learnt, "learnt");
    });
  }
}
