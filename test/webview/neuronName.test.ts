import assert from "node:assert/strict";
import { test } from "node:test";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { inputName, neuronName, shortInputName } from "../../webview/neuronName.ts";
import { shapeOf } from "../network/shapeOf.ts";

const network = {
  shape: shapeOf([784, 16, 10], "sigmoid"),
  settings: plainSettings([784, 16, 10]),
  parameterCount: 12_730,
  dataset: "fashion-mnist",
  datasetLabel: "Fashion-MNIST",
  outputNames: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"],
  isLabelled: true,
  trainingCount: 1,
  heldOutCount: 1,
  file: null,
} as const;

test("a hidden neuron is named by its place, an output by what it stands for", () => {
  assert.equal(neuronName({ layer: 1, neuron: 5 }, network), "neuron 5 of hidden layer 1");
  assert.equal(neuronName({ layer: 2, neuron: 7 }, network), "output for “Sneaker”");
});

test("an output that no label is meant for is named by its place", () => {
  const unlabelled = { ...network, isLabelled: false };
  assert.equal(neuronName({ layer: 2, neuron: 7 }, unlabelled), "neuron 7 of output layer");
});

test("a pixel is named by its row and column, counted from 0, of a picture of any size", () => {
  assert.equal(inputName(0, 784), "pixel row 0, column 0");
  assert.equal(inputName(12 * 28 + 7, 784), "pixel row 12, column 7");
  assert.equal(inputName(11, 64), "pixel row 1, column 3");
  assert.equal(shortInputName(11, 64), "row 1, col 3");
});

test("an input that is no pixel is named by its number", () => {
  assert.equal(inputName(3, 4), "input 3");
  assert.equal(shortInputName(3, 13), "input 3");
});
