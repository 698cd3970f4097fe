import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { builtInDataset } from "../../extension/datasets/builtInDigits.ts";
import { shapeOf } from "../../extension/network/networkShape.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { smallSettings } from "../liveNetwork/makeLiveNetwork.ts";
import { kernelsModules } from "./randomExamples.ts";

/** SHA-256 of all weights and biases after three epochs of 784–16–16–10 on the built-in digits, seed 1, by arithmetic. */
const expected = {
  fused: "af1854b7c576067a1e834c4fb2543cf05ac5a0b480dd50ae43dd132a504fe056",
  standard: "8920a52727c82434752abd879e2335f1920dffb69af8536c63aed10f30034474",
};

const dataset = builtInDataset();

for (const [build, module] of Object.entries(kernelsModules)) {
  test(`three epochs with the ${build} kernels give the weights that they give everywhere`, () => {
    const session = TrainingSession.create(smallSettings, {
      placed: new PlacedDataset(module, dataset),
      label: "built-in digits",
      trainingFingerprint: "",
    });
    for (let epochs = 0; epochs < 3; ) if (session.work(Number.POSITIVE_INFINITY).kind === "epochDone") epochs++;
    const { parameters, training } = session.save();
    assert.ok(training);
    const hash = createHash("sha256");
    for (const { weights, biases } of parameters) hash.update(weights).update(biases);
    assert.equal(hash.digest("hex"), expected[training.arithmetic]);
  });
}

test("the standard kernels say that they are, whatever the machine", () => {
  const placed = new PlacedDataset(kernelsModules.standard, dataset);
  const network = new KernelNetwork(placed, shapeOf([784, 10], "sigmoid"));
  assert.equal(network.arithmetic, "standard");
});
