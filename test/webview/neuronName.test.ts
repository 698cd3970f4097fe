import assert from "node:assert/strict";
import { test } from "node:test";
import { shapeOf } from "../../extension/network/networkShape.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { neuronName, pixelName } from "../../webview/neuronName.ts";

const network = {
  shape: shapeOf([784, 16, 10], "sigmoid"),
  settings: plainSettings([784, 16, 10]),
  parameterCount: 12_730,
  dataset: "fashion-mnist",
  datasetLabel: "Fashion-MNIST",
  outputNames: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"],
  trainingCount: 1,
  heldOutCount: 1,
  file: null,
} as const;

test("a hidden neuron is named by its place, an output by what it stands for", () => {
  assert.equal(neuronName({ layer: 1, neuron: 5 }, network), "neuron 5 of hidden layer 1");
  assert.equal(neuronName({ layer: 2, neuron: 7 }, network), "output for “Sneaker”");
});

test("a pixel is named by its row and column, counted from 0", () => {
  assert.equal(pixelName(0), "pixel row 0, column 0");
  assert.equal(pixelName(12 * 28 + 7), "pixel row 12, column 7");
});
