import assert from "node:assert/strict";
import { test } from "node:test";
import type * as v from "valibot";
import type { newNetworkSchema } from "../../../extension/vscode/commands/commandArguments.ts";
import { completeNewNetwork, type ReadSetting } from "../../../extension/vscode/questions/newNetworkSettings.ts";

const settings: Readonly<Record<string, unknown>> = {
  hiddenSizes: [16, 16],
  activation: "sigmoid",
  initialisation: "scaledNormal",
  learningRate: null,
  batchSize: 10,
  seed: null,
  dataset: "built-in",
  output: "sigmoid",
  cost: "quadratic",
  descent: "plain",
  momentum: 0.9,
  l2: 0,
  schedule: "constant",
  scheduleEpochs: 30,
  augment: false,
};
const readSetting = (name: string) => settings[name];
const drawSeed = () => 4242;
type NewNetworkChoices = Omit<v.InferInput<typeof newNetworkSchema>, "show">;

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

const settingsBut =
  (others: Readonly<Record<string, unknown>>): ReadSetting =>
  (name) =>
    others[name] ?? settings[name];
const made = (choices: NewNetworkChoices, others: Readonly<Record<string, unknown>> = {}) =>
  completeNewNetwork(choices, settingsBut(others), drawSeed).settings;

test("the learning rate follows activation, cost and descent unless a setting or a choice says it", () => {
  const rateOf = (choices: NewNetworkChoices, learningRate: number | null = null) =>
    made(choices, { learningRate }).learningRate;
  assert.equal(rateOf({ activation: "sigmoid" }), 1.5);
  assert.equal(rateOf({ activation: "relu" }), 0.1);
  assert.equal(rateOf({ cost: "crossEntropy" }), 0.5);
  assert.equal(rateOf({ descent: "adam" }), 0.001);
  assert.equal(rateOf({ descent: "momentum" }), 0.15);
  assert.equal(rateOf({ activation: "relu" }, 3), 3);
  assert.equal(rateOf({ activation: "relu", learningRate: 0.02 }, 3), 0.02);
});

test("every choice of what it learns with can be a setting, and an argument goes before it", () => {
  const one = { descent: "momentum", momentum: 0.5, l2: 0.1, schedule: "cosine", scheduleEpochs: 7, augment: true };
  const other = { descent: "adam", momentum: 0.6, l2: 0.2, schedule: "constant", scheduleEpochs: 8 } as const;
  const among = (all: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  assert.deepEqual(among(made({}, one), Object.keys(one)), one);
  assert.deepEqual(among(made({ ...other, augment: false }, one), Object.keys(one)), { ...other, augment: false });
});

test("activations are said for all hidden layers and the output, or one by one", () => {
  assert.deepEqual(made({ activation: "tanh" }).activations, ["tanh", "tanh", "sigmoid"]);
  assert.deepEqual(made({ output: "softmax" }, { activation: "relu" }).activations, ["relu", "relu", "softmax"]);
  const each = made({ sizes: [784, 30, 20, 10], activations: ["relu", "tanh", "softmax"] });
  assert.deepEqual(each.activations, ["relu", "tanh", "softmax"]);
  assert.throws(() => made({ activations: ["relu", "sigmoid"] }), {
    message: "a new network: activations: expected 3, one a layer after the input, found 2.",
  });
});

test("the cost goes with the output: softmax brings the cross-entropy, ReLU outputs the quadratic cost", () => {
  assert.equal(made({ output: "softmax" }).cost, "crossEntropy");
  assert.equal(made({ activations: ["relu", "relu", "softmax"] }).cost, "crossEntropy");
  assert.equal(made({}, { output: "softmax" }).cost, "crossEntropy");
  assert.equal(made({ output: "relu" }, { cost: "crossEntropy" }).cost, "quadratic");
});

test("a setting's output gives way to a chosen cost, and is sigmoid then", () => {
  const chosen = made({ cost: "quadratic" }, { output: "softmax" });
  assert.deepEqual([chosen.cost, chosen.activations.at(-1)], ["quadratic", "sigmoid"]);
});

test("a chosen cost and a chosen output that do not go together are refused", () => {
  assert.throws(() => made({ cost: "crossEntropy", output: "tanh" }), {
    message:
      "a new network: activations: with the cost crossEntropy expected an output layer of sigmoid or softmax, found tanh.",
  });
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
