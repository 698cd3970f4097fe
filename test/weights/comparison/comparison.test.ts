import assert from "node:assert/strict";
import { test } from "node:test";
import type { Parameters } from "../../../extension/network/parameters.ts";
import { compareWeights } from "../../../extension/weights/comparison/comparison.ts";
import { drawnParameters, finished, madeNetworkFile } from "./madeFile.ts";

const sizes = [20, 6, 4];
const parameters = drawnParameters(sizes, 1);

test("a whole comparison gives a difference for each pair, and its answer in words", () => {
  const moved: Parameters = parameters.map(({ weights, biases }) => ({
    weights: weights.map((weight) => weight * 1.05),
    biases: biases.map((bias) => bias * 1.05),
  }));
  const { found } = finished(compareWeights(madeNetworkFile(sizes, parameters), madeNetworkFile(sizes, moved)));
  assert.equal(found.differences.length, 4);
  for (const difference of found.differences) assert.ok(Math.abs((difference?.relativeChange ?? 0) - 0.05) < 1e-12);
  assert.match(
    found.sentences[0],
    /^Every weight moved a little: 5\.0 % in all, most in (hidden layer 1|the output layer) \(5\.0 %\)\.$/,
  );
  assert.deepEqual(found.sentences.slice(1), []);
});

test("neurons in another order are said to be that", () => {
  const [hidden, output] = parameters;
  const swap = (row: number) => (row === 0 ? 1 : row === 1 ? 0 : row);
  const swapped: Parameters = [
    {
      weights: hidden.weights.map((_, place) => hidden.weights[swap(Math.floor(place / 20)) * 20 + (place % 20)]),
      biases: hidden.biases.map((_, row) => hidden.biases[swap(row)]),
    },
    {
      weights: output.weights.map((_, place) => output.weights[place - (place % 6) + swap(place % 6)]),
      biases: output.biases,
    },
  ];
  const { found } = finished(compareWeights(madeNetworkFile(sizes, parameters), madeNetworkFile(sizes, swapped)));
  assert.equal(found.sentences[1], "With 2 neurons reordered, all of the difference vanishes.");
});

test("networks of other sizes are told apart by their form, and their like tensors compared", () => {
  const { found } = finished(compareWeights(madeNetworkFile(sizes), madeNetworkFile([20, 7, 4])));
  assert.equal(found.matching, null);
  assert.deepEqual(
    found.differences.map((difference) => difference === null),
    [true, true, true, false],
  );
  assert.deepEqual(found.sentences, ["A has a hidden layer of 6 neurons where B has 7."]);
});
