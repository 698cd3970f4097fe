import assert from "node:assert/strict";
import { test } from "node:test";
import type { GenericSchema } from "valibot";
import {
  neuronTextSchema,
  newNetworkSchema,
  nextWrongSchema,
  parseArgument,
  stepSchema,
  trainSchema,
} from "../../../extension/vscode/commands/commandArguments.ts";

const newNetworkOptions =
  "sizes, activation, output, activations, cost, learningRate, batchSize, descent, momentum, l2, schedule, scheduleEpochs, initialisation, augment, seed, dataset, show";

const refusals: readonly [schema: GenericSchema, argument: unknown, message: string][] = [
  [newNetworkSchema, 7, `cmd: expected an object with ${newNetworkOptions}, all optional, found 7.`],
  [
    newNetworkSchema,
    { layers: [1] },
    `cmd: expected an object with ${newNetworkOptions}, all optional, found the option "layers".`,
  ],
  [newNetworkSchema, { sizes: [784, 0, 10] }, "cmd: layer size: expected a whole number from 1 to 4096, found 0."],
  [newNetworkSchema, { sizes: [100, 10] }, "cmd: sizes: expected 784 inputs, one a pixel, found 100."],
  [
    newNetworkSchema,
    { activation: "swish" },
    "cmd: activation: expected sigmoid or relu or tanh or leakyRelu, found swish.",
  ],
  [
    newNetworkSchema,
    { initialisation: "zero" },
    "cmd: initialisation: expected scaledNormal or normal or he, found zero.",
  ],
  [
    newNetworkSchema,
    { learningRate: -1 },
    "cmd: learning rate: expected a number above 0, at most 1,000,000, found -1.",
  ],
  [
    newNetworkSchema,
    { output: "soft" },
    "cmd: output: expected sigmoid or relu or tanh or leakyRelu or softmax, found soft.",
  ],
  [newNetworkSchema, { activations: "relu" }, "cmd: activations: expected a list, one a layer after the input."],
  [
    newNetworkSchema,
    { activations: ["relu", "softmax"], output: "softmax" },
    "cmd: expected activations, one a layer after the input, or activation and output, found both.",
  ],
  [newNetworkSchema, { cost: "hinge" }, "cmd: cost: expected quadratic or crossEntropy, found hinge."],
  [newNetworkSchema, { descent: "sgd" }, "cmd: descent: expected plain or momentum or adam, found sgd."],
  [newNetworkSchema, { momentum: 1 }, "cmd: momentum: expected a number from 0 to below 1, such as 0.9, found 1."],
  [newNetworkSchema, { l2: -0.1 }, "cmd: L2: expected a number from 0 to 1, such as 0.0001, found -0.1."],
  [newNetworkSchema, { schedule: "step" }, "cmd: schedule: expected constant or inverseTime or cosine, found step."],
  [
    newNetworkSchema,
    { scheduleEpochs: 0 },
    "cmd: schedule's epochs: expected a whole number from 1 to 10000, found 0.",
  ],
  [newNetworkSchema, { augment: 1 }, "cmd: augment: expected true or false."],
  [newNetworkSchema, { batchSize: 2.5 }, "cmd: mini-batch: expected a whole number from 1 to 4096, found 2.5."],
  [newNetworkSchema, { seed: -1 }, "cmd: seed: expected a whole number from 0 to 4294967295, found -1."],
  [
    newNetworkSchema,
    { dataset: " " },
    "cmd: dataset: expected built-in, mnist, fashion-mnist or a folder, found an empty text.",
  ],
  [trainSchema, { epochs: 0 }, "cmd: epochs: expected a whole number from 1, or none to train until paused, found 0."],
  [trainSchema, { epochs: 1, wait: "yes" }, 'cmd: wait: expected true or false, found "yes".'],
  [trainSchema, { epoch: 1 }, 'cmd: expected an object with epochs, wait, all optional, found the option "epoch".'],
  [stepSchema, {}, 'cmd: expected an object such as { unit: "miniBatch" }, found no unit.'],
  [stepSchema, "epoch", 'cmd: expected an object such as { unit: "miniBatch" }, found "epoch".'],
  [stepSchema, { unit: "mile" }, 'cmd: unit: expected example, miniBatch, epoch, found "mile".'],
  [nextWrongSchema, { set: "all" }, 'cmd: set: expected training, heldOut, found "all".'],
  [neuronTextSchema, 1.5, "cmd: expected a neuron's address such as 1.5 (layer 1, neuron 5), found 1.5."],
  [neuronTextSchema, "1,5", 'cmd: expected a neuron\'s address such as 1.5 (layer 1, neuron 5), found "1,5".'],
];
for (const [schema, argument, message] of refusals) {
  test(`an argument ${JSON.stringify(argument)} is refused in one sentence`, () => {
    assert.throws(() => parseArgument(schema, argument, "cmd"), { name: "BadArgument", message });
  });
}

test("arguments as the commands' documentation gives them are taken", () => {
  const network = {
    sizes: [784, 16, 16, 10],
    activation: "relu",
    output: "softmax",
    cost: "crossEntropy",
    descent: "momentum",
    momentum: 0.95,
    l2: 0.0001,
    schedule: "cosine",
    scheduleEpochs: 20,
    initialisation: "he",
    augment: true,
    learningRate: 0.1,
    batchSize: 32,
    seed: 1,
    dataset: "mnist",
  };
  assert.deepEqual(parseArgument(newNetworkSchema, network, "cmd"), { ...network, show: false });
  assert.deepEqual(parseArgument(newNetworkSchema, {}, "cmd"), { show: false });
  const layers = { activations: ["relu", "tanh", "sigmoid"] };
  assert.deepEqual(parseArgument(newNetworkSchema, layers, "cmd"), { ...layers, show: false });
  assert.deepEqual(parseArgument(trainSchema, { epochs: 3, wait: true }, "cmd"), { epochs: 3, wait: true });
  assert.deepEqual(parseArgument(stepSchema, { unit: "example" }, "cmd"), { unit: "example" });
  assert.deepEqual(parseArgument(neuronTextSchema, "12.4095", "cmd"), { layer: 12, neuron: 4095 });
});
