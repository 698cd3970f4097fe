import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { builtInDataset } from "../../extension/datasets/builtInDigits.ts";
import type { Arithmetic } from "../../extension/protocol/savedNetwork.ts";
import type { NetworkSettings } from "../../extension/protocol/settings.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { smallSettings } from "../liveNetwork/makeLiveNetwork.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { kernelsModules } from "./randomExamples.ts";

/** By name: settings of 784–16–16–10, and SHA-256 of all weights and biases after three epochs of it on the built-in digits. */
const runs = [
  {
    name: "plain descent of the quadratic cost",
    settings: smallSettings,
    hashes: {
      fused: "ad984783eb88d7bd484e4ba59854fb999b6dcc2f3a3aa188dd9ef6d9db76bc60",
      standard: "7c47fdca960f53a28c7f7ae6f5d0577259378978ae08f9798cd52599cf6c0fba",
    },
  },
  {
    name: "Adam, cross-entropy of softmax outputs, tanh and leaky ReLU, L2 and a cosine",
    settings: {
      ...smallSettings,
      activations: ["tanh", "leakyRelu", "softmax"],
      cost: "crossEntropy",
      descent: "adam",
      learningRate: 0.002,
      l2: 0.0001,
      schedule: "cosine",
      scheduleEpochs: 2,
    },
    hashes: {
      fused: "195c7d8af4bfeb325e0ffe6bce05f70ec053988861bedbe759290f0348b3f957",
      standard: "a60e4b5f3fc201f36fef1a012fe9eb8e5d563629c571f792907a086732ae663d",
    },
  },
] as const satisfies readonly { name: string; settings: NetworkSettings; hashes: Record<Arithmetic, string> }[];

const dataset = builtInDataset();

for (const [[build, module], { name, settings, hashes }] of Object.entries(kernelsModules).flatMap((kernels) =>
  runs.map((run) => [kernels, run] as const),
)) {
  test(`three epochs with the ${build} kernels give the weights that they give everywhere: ${name}`, () => {
    const session = TrainingSession.create(settings, {
      placed: new PlacedDataset(module, dataset),
      label: "built-in digits",
      trainingFingerprint: "",
    });
    for (let epochs = 0; epochs < 3; ) if (session.work(Number.POSITIVE_INFINITY).kind === "epochDone") epochs++;
    const { parameters, training } = session.save();
    assert.ok(training);
    const hash = createHash("sha256");
    for (const { weights, biases } of parameters) hash.update(weights).update(biases);
    assert.equal(hash.digest("hex"), hashes[training.arithmetic]);
  });
}

test("the standard kernels say that they are, whatever the machine", () => {
  const placed = new PlacedDataset(kernelsModules.standard, dataset);
  const network = new KernelNetwork(placed, shapeOf([784, 10], "sigmoid"));
  assert.equal(network.arithmetic, "standard");
});
