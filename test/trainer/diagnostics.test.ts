import assert from "node:assert/strict";
import { test } from "node:test";
import { type Examples, pictureOf } from "../../extension/datasets/examples.ts";
import { targetOf } from "../../extension/network/cost.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import type { Parameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { plainChoices } from "../../extension/protocol/settings.ts";
import { type DiagnosticsSnapshot, neuronConditions } from "../../extension/protocol/snapshot.ts";
import { Descent } from "../../extension/trainer/descent.ts";
import { Diagnostics } from "../../extension/trainer/diagnostics.ts";
import { Evaluation } from "../../extension/trainer/evaluation.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { referenceDiagnostics } from "../network/referenceDiagnostics.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { placed, randomExamples } from "./randomExamples.ts";

function networkOf(shape: NetworkShape, parameters: Parameters, examples: Examples): KernelNetwork {
  const network = new KernelNetwork(placed(examples), shape);
  network.parameters = parameters;
  return network;
}

/** All pieces at once. */
function measure(diagnostics: Diagnostics, step: number): DiagnosticsSnapshot {
  const pieces = diagnostics.measure(step);
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

function referenceExamples(examples: Examples) {
  return Array.from({ length: examples.count }, (_, index) => ({
    input: Float64Array.from(pictureOf(examples, index), (value) => value / 255),
    target: targetOf(examples.labels[index], 10),
  }));
}

for (const activation of ["sigmoid", "tanh", "relu", "leakyRelu"] as const) {
  test(`gradients, idle neurons and histograms of a ${activation} network are the reference's`, () => {
    const shape = shapeOf([784, 21, 9, 10], activation);
    // So few that all are in the sample, and no multiple of what is read at once.
    const examples = randomExamples(77, 0.2, 5);
    const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(5));
    parameters[0].biases[3] = -30;
    parameters[0].biases[20] = 30;
    for (let input = 0; input < 784; input++) parameters[0].weights[7 * 784 + input] *= 20_000;
    parameters[1].biases[8] = -30;
    const { step, sampleCount, layers } = measure(new Diagnostics(networkOf(shape, parameters, examples), 1), 12);
    assert.deepEqual([step, sampleCount, layers.length], [12, 77, 3]);
    const expected = referenceDiagnostics(shape, parameters, referenceExamples(examples));
    expected.forEach((layer, index) => {
      // A sum of n single-precision products is off by at most n · 2⁻²⁴ of their sizes: for 784 inputs by 5e-5.
      assert.ok(Math.abs(layers[index].gradientLength - layer.gradientLength) <= 1e-4 * layer.gradientLength);
      assert.ok(Math.abs(layers[index].parameterLength - layer.parameterLength) <= 1e-6 * layer.parameterLength);
      assert.deepEqual(layers[index].conditions, layer.conditions);
      assert.deepEqual(layers[index].histogram, layer.histogram);
    });
    const names = [...layers[0].conditions].map((code) => neuronConditions[code]);
    const isRectified = activation === "relu" || activation === "leakyRelu";
    assert.equal(names[3], isRectified ? "dead" : "alwaysLow");
    assert.equal(names[20], isRectified ? "lively" : "alwaysHigh");
    if (!isRectified) assert.deepEqual([names[7], names[0]], ["switching", "lively"]);
  });
}

test("diagnosing in the middle of a mini-batch changes nothing of what is learnt", () => {
  const shape = shapeOf([784, 16, 10], "sigmoid");
  const examples = randomExamples(600, 0.2, 9);
  const generator = new SeededGenerator(9);
  const parameters = initialParameters(shape, "scaledNormal", generator);
  const learn = (diagnosed: boolean) => {
    const network = networkOf(shape, parameters, examples);
    const position = { step: 0, epoch: 0, batchInEpoch: 0, generator: generator.state };
    // Mini-batches larger than what is carried back at once: their gradient waits in a buffer meanwhile.
    const descent = new Descent(network, { ...plainChoices, batchSize: 300, learningRate: 1.5 }, position);
    const diagnostics = diagnosed ? new Diagnostics(network, 1) : undefined;
    while (descent.position.epoch === 0) {
      descent.advance(Math.min(70, descent.examplesLeftInBatch));
      if (diagnostics) measure(diagnostics, descent.position.step);
    }
    return network.parameters;
  };
  assert.ok(sameParameters(learn(true), learn(false)));
});

test("the same seed looks at the same sample, another seed at another", () => {
  const shape = shapeOf([784, 8, 10], "sigmoid");
  const examples = randomExamples(2000, 0.2, 3);
  const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(3));
  const lengthWith = (seed: number) => {
    const { sampleCount, layers } = measure(new Diagnostics(networkOf(shape, parameters, examples), seed), 0);
    assert.equal(sampleCount, 256);
    return layers[0].gradientLength;
  };
  assert.equal(lengthWith(1), lengthWith(1));
  assert.notEqual(lengthWith(1), lengthWith(2));
});

test("measured again after the weights have changed, nothing of the gradient before is left", () => {
  const shape = shapeOf([784, 8, 10], "sigmoid");
  const examples = randomExamples(100, 0.2, 3);
  const network = networkOf(shape, initialParameters(shape, "normal", new SeededGenerator(1)), examples);
  const diagnostics = new Diagnostics(network, 1);
  measure(diagnostics, 0);
  const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(2));
  network.parameters = parameters;
  const fresh = new Diagnostics(networkOf(shape, parameters, examples), 1);
  assert.deepEqual(measure(diagnostics, 1), measure(fresh, 1));
});

test("one that was given up in the middle leaves nothing to the next", () => {
  const shape = shapeOf([784, 8, 10], "sigmoid");
  const examples = randomExamples(100, 0.2, 3);
  const network = networkOf(shape, initialParameters(shape, "normal", new SeededGenerator(1)), examples);
  const diagnostics = new Diagnostics(network, 1);
  const whole = measure(diagnostics, 0);
  const givenUp = diagnostics.measure(0);
  for (let piece = 0; piece < 6; piece++) assert.equal(givenUp.next().done, false);
  assert.deepEqual(measure(diagnostics, 0), whole);
});

test("a network that overflows has no gradient, and one without weights a histogram of zeros", () => {
  const shape = shapeOf([784, 8, 10], "relu");
  const examples = randomExamples(50, 0.2, 3);
  const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(3));
  parameters[0].weights.fill(1e30);
  parameters[1].weights.fill(0);
  const { layers } = measure(new Diagnostics(networkOf(shape, parameters, examples), 1), 0);
  assert.ok(layers.every(({ gradientLength }) => Number.isNaN(gradientLength)));
  assert.equal(layers[1].histogram.limit, 0);
  assert.equal(layers[1].histogram.counts[32], 80);
});

test("an evaluation counts the idle neurons of each layer, on examples from all of the set", () => {
  const shape = shapeOf([784, 21, 10], "sigmoid");
  const examples = randomExamples(600, 0.2, 4);
  const parameters = initialParameters(shape, "scaledNormal", new SeededGenerator(4));
  for (const neuron of [2, 9]) parameters[0].biases[neuron] = 30;
  parameters[1].biases[5] = -30;
  const network = networkOf(shape, parameters, examples);
  const evaluation = new Evaluation(network, network.heldOut, network.makeWorkspace(16, false));
  while (!evaluation.isDone) evaluation.advance();
  assert.deepEqual(evaluation.result?.idleNeurons, [
    { dead: 0, alwaysLow: 0, alwaysHigh: 2 },
    { dead: 0, alwaysLow: 1, alwaysHigh: 0 },
  ]);
});
