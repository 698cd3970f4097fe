import assert from "node:assert/strict";
import { test } from "node:test";
import type { Snapshot } from "../../../extension/protocol/snapshot.ts";
import { pointedConnections } from "../../../webview/drawings/pointedConnections.ts";

/** 784–2–10 with two bright pixels; of each pair only one or two connections are among the strongest. */
function snapshot(rows: Snapshot["rows"]): Snapshot {
  const pixels = new Uint8Array(784);
  pixels[3] = 255;
  pixels[700] = 51;
  return {
    progress: {
      step: 0,
      epoch: 0,
      batchInEpoch: 0,
      batchesPerEpoch: 1,
      examplesInBatch: 0,
      learningRate: 1.5,
      trainingCost: null,
      cost: null,
      accuracy: null,
      examplesPerSecond: null,
    },
    example: { set: "heldOut", index: 0, count: 1, label: 0, pixels, isBent: false },
    exampleCost: 0,
    layers: [
      { weightedSums: new Float32Array(2), activations: Float32Array.of(0.5, 0.25) },
      { weightedSums: new Float32Array(10), activations: new Float32Array(10) },
    ],
    connections: [
      { from: Uint32Array.of(3), to: Uint32Array.of(1), weights: Float32Array.of(2), carried: Float32Array.of(2) },
      {
        from: Uint32Array.of(0, 1),
        to: Uint32Array.of(7, 7),
        weights: Float32Array.of(-4, 1),
        carried: Float32Array.of(-2, 0.25),
      },
    ],
    rows,
    neuron: null,
    diagnostics: null,
  };
}

/** Weights 0, 1, 2 … 783 of neuron 0 and their negatives of neuron 1. */
function firstLayerRow(neuron: 0 | 1): Snapshot["rows"][number] {
  return {
    layer: 1,
    from: neuron,
    count: 1,
    inputs: 784,
    weights: Float32Array.from({ length: 784 }, (_, k) => (neuron === 0 ? k : -k)),
    biases: new Float32Array(1),
    weightLimit: 783,
    biasLimit: 0,
  };
}

test("a neuron's incoming connections come from its row of weights, strongest first, what carries nothing left out", () => {
  const [incoming, outgoing] = pointedConnections(snapshot([firstLayerRow(0)]), { layer: 1, neuron: 0 });
  assert.deepEqual(incoming, {
    from: Uint32Array.of(700, 3),
    to: Uint32Array.of(0, 0),
    weights: Float32Array.of(700, 3),
    // 51 of 255 is an activation of one fifth.
    carried: Float32Array.of(140, 3),
  });
  assert.deepEqual(outgoing?.to, Uint32Array.of(7));
  assert.deepEqual(outgoing?.carried, Float32Array.of(-2));
});

test("without its row a neuron's incoming connections are those among the strongest", () => {
  const [incoming] = pointedConnections(snapshot([firstLayerRow(0)]), { layer: 1, neuron: 1 });
  assert.deepEqual(incoming?.from, Uint32Array.of(3));
});

test("a later layer's row is weighed with the activations before it", () => {
  const row = { ...firstLayerRow(0), layer: 2, from: 7, inputs: 2, weights: Float32Array.of(1, 8) };
  const [first, incoming] = pointedConnections(snapshot([row]), { layer: 2, neuron: 7 });
  assert.equal(first, null);
  assert.deepEqual(incoming?.from, Uint32Array.of(1, 0));
  assert.deepEqual(incoming?.carried, Float32Array.of(2, 0.5));
});

test("a pixel has outgoing connections alone", () => {
  const [outgoing, second] = pointedConnections(snapshot([]), { layer: 0, neuron: 3 });
  assert.deepEqual(outgoing?.to, Uint32Array.of(1));
  assert.equal(second, null);
});
