import assert from "node:assert/strict";
import { test } from "node:test";
import { completeNewNetwork } from "../../extension/vscode/newNetworkSettings.ts";

const settings: Readonly<Record<string, unknown>> = {
  hiddenSizes: [16, 16],
  activation: "sigmoid",
  initialisation: "scaledNormal",
  learningRate: null,
  batchSize: 10,
  seed: null,
  dataset: "built-in",
};
const readSetting = (name: string) => settings[name];
const drawSeed = () => 4242;

test("a new network that nothing was said of is as the settings describe it, with a seed drawn", () => {
  assert.deepEqual(completeNewNetwork({}, readSetting, drawSeed), {
    settings: {
      sizes: [784, 16, 16, 10],
      activations: ["sigmoid", "sigmoid", "sigmoid"],
      cost: "quadratic",
      initialisation: "scaledNormal",
      learningRate: 1.5,
      batchSize: 10,
      seed: 4242,
      descent: "plain",
      momentum: 0.9,
      l2: 0,
      schedule: "constant",
      scheduleEpochs: 30,
      augment: false,
    },
    dataset: "built-in",
  });
});

test("what is chosen goes before the settings, and a setting's seed before a drawn one", () => {
  const choices = { sizes: [784, 30, 10], dataset: "mnist", seed: 5 };
  const { settings: made, dataset } = completeNewNetwork(choices, readSetting, drawSeed);
  assert.deepEqual([made.sizes, made.seed, dataset], [[784, 30, 10], 5, "mnist"]);
  const withSeed = (name: string) => (name === "seed" ? 9 : settings[name]);
  assert.equal(completeNewNetwork({}, withSeed, drawSeed).settings.seed, 9);
});

test("the learning rate follows the activation unless a setting or a choice says it", () => {
  const rateOf = (choices: object, learningRate: number | null = null) => {
    const read = (name: string) => (name === "learningRate" ? learningRate : settings[name]);
    return completeNewNetwork(choices, read, drawSeed).settings.learningRate;
  };
  assert.equal(rateOf({ activation: "sigmoid" }), 1.5);
  assert.equal(rateOf({ activation: "relu" }), 0.1);
  assert.equal(rateOf({ activation: "relu" }, 3), 3);
  assert.equal(rateOf({ activation: "relu", learningRate: 0.02 }, 3), 0.02);
});

test("a setting that cannot be taken is named, with what was expected and found", () => {
  const wrong = (values: Record<string, unknown>) => (name: string) => values[name] ?? settings[name];
  assert.throws(() => completeNewNetwork({}, wrong({ learningRate: -2 }), drawSeed), {
    message:
      "setting downhill.newNetwork.learningRate: learning rate: expected a number above 0, at most 1,000,000, found -2.",
  });
  assert.throws(() => completeNewNetwork({}, wrong({ hiddenSizes: "16" }), drawSeed), {
    message:
      "setting downhill.newNetwork.hiddenSizes: expected a list of 0 to 10 sizes from 1 to 4096, such as [16, 16].",
  });
});

test("a setting that is not needed does no harm, however wrong", () => {
  const readWrong = (name: string) => (name === "hiddenSizes" ? "sixteen" : settings[name]);
  assert.deepEqual(completeNewNetwork({ sizes: [784, 10] }, readWrong, drawSeed).settings.sizes, [784, 10]);
});

test("layers that are each allowed and too many weights together are refused", () => {
  const readLarge = (name: string) => (name === "hiddenSizes" ? [4096, 4096, 4096] : settings[name]);
  assert.throws(() => completeNewNetwork({}, readLarge, drawSeed), /at most 20,000,000 weights and biases/);
});
