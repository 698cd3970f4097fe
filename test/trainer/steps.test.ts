import assert from "node:assert/strict";
import { test } from "node:test";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { kernelsModules, placed, randomExamples } from "./randomExamples.ts";

const examples = randomExamples(1, 0.1, 1);

/** Smaller numbers, times a learning rate, are such as processors are slow with. */
const least = 0.99e-30;

for (const [build, module] of Object.entries(kernelsModules)) {
  const makeNetwork = (momentCount: number) => {
    const shape = { sizes: [784, 5, 10], activations: ["sigmoid", "sigmoid"], cost: "quadratic" } as const;
    const network = new KernelNetwork(placed(examples, examples, module), shape);
    network.makeMoments(momentCount);
    const ones = network.parameters.map(({ weights, biases }) => ({
      weights: weights.map(() => 1),
      biases: biases.map(() => 1),
    }));
    network.parameters = ones;
    network.moments = Array.from({ length: momentCount }, () => ones);
    return network;
  };
  const largestOf = (layers: KernelNetwork["parameters"]) =>
    Math.max(...layers.flatMap(({ weights, biases }) => [...weights, ...biases].map(Math.abs)));
  /** Takes steps and looks at the numbers that shrink in each; they have to come to nothing, and never to a slow number. */
  const shrink = (take: (step: number) => number) => {
    let largest = 1;
    for (let step = 1; largest > 0; step++) {
      assert.ok(step < 2000, `still ${largest}`);
      largest = take(step);
      assert.ok(largest === 0 || largest >= least, `step ${step}: ${largest}`);
    }
  };

  test(`velocities without a gradient come to nothing, and have moved the weights by their sum: ${build} kernels`, () => {
    const network = makeNetwork(1);
    shrink(() => {
      network.momentumStep(1, 0.9, 0);
      return largestOf(network.moments[0]);
    });
    // 1 + 0.9 + 0.81 + …, rounded some two hundred times until the rest is below the last digit.
    const difference = Math.abs(largestOf(network.parameters) - (1 + 1 / (1 - 0.9)));
    assert.ok(difference <= 200 * 2 ** -24 * 11, `off by ${difference}`);
  });

  test(`Adam's means without a gradient come to nothing: ${build} kernels`, () => {
    const network = makeNetwork(2);
    shrink((step) => {
      network.adamStep(0.001, step, 0);
      return largestOf(network.moments[0]);
    });
  });

  const decays: Readonly<Record<string, (network: KernelNetwork) => void>> = {
    "by itself": (network) => network.decay(1, 0.1),
    "with the gradient's step": (network) => network.plainStep(1, 0.1),
    "with momentum": (network) => network.momentumStep(1, 0, 0.1),
  };
  for (const [how, decay] of Object.entries(decays)) {
    test(`weights that L2 alone moves come to nothing, ${how}, and biases stay: ${build} kernels`, () => {
      const network = makeNetwork(0);
      network.makeMoments(1);
      shrink(() => {
        decay(network);
        return Math.max(...network.parameters.flatMap(({ weights }) => [...weights]));
      });
      for (const { biases } of network.parameters) assert.ok(biases.every((bias) => bias === 1));
    });
  }
}
