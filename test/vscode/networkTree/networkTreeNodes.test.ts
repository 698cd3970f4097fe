import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveNetwork } from "../../../extension/liveNetwork/liveNetwork.ts";
import type { HostToTrainer } from "../../../extension/protocol/trainerMessages.ts";
import { childrenOf, type NetworkTreeNode } from "../../../extension/vscode/networkTree/networkTreeNodes.ts";
import { shapeOf } from "../../network/shapeOf.ts";
import { someProgress } from "../../webview/someLiveState.ts";
import { ScriptedTrainer } from "../scriptedTrainer.ts";
import { someSettings } from "../someState.ts";

const shelf = {
  find: async () => ({ source: { kind: "builtIn" } as const, label: "built-in digits", outputNames: [] }),
};

/** A network whose neuron j of each layer has the bias j and the activation j / 1000. */
async function networkOf(sizes: readonly number[]): Promise<{ liveNetwork: LiveNetwork; trainer: ScriptedTrainer }> {
  const made = {
    shape: shapeOf(sizes, "sigmoid"),
    progress: { ...someProgress, step: 0 },
    points: { training: [], evaluations: [] },
    trainingCount: 1,
    heldOutCount: 1,
    notContinued: null,
  };
  const takeSnapshot = (request: HostToTrainer) => {
    if (request.type !== "takeSnapshot") throw new Error(`Expected takeSnapshot, found ${request.type}.`);
    return {
      layers: sizes.slice(1).map((size) => ({ activations: new Float32Array(size).map((_, j) => j / 1000) })),
      rows: request.observation.rows.map(({ layer, from, count }) => ({
        inputs: sizes[layer - 1],
        weights: new Float32Array(count * sizes[layer - 1]).fill(1),
        biases: new Float32Array(count).map((_, row) => from + row),
      })),
    };
  };
  const trainer = new ScriptedTrainer({ createNetwork: made, takeSnapshot });
  const liveNetwork = new LiveNetwork(
    () => trainer,
    shelf,
    () => undefined,
  );
  await liveNetwork.create({ ...someSettings, sizes: [...sizes] }, "built-in");
  return { liveNetwork, trainer };
}

test("a tree without a network is empty", async () => {
  const liveNetwork = new LiveNetwork(
    () => new ScriptedTrainer(),
    shelf,
    () => undefined,
  );
  assert.deepEqual(await childrenOf(liveNetwork), []);
});

test("a tree's first row is the input, which has no rows of its own", async () => {
  const { liveNetwork, trainer } = await networkOf([784, 16, 10]);
  const layers = await childrenOf(liveNetwork);
  assert.deepEqual(
    layers,
    [0, 1, 2].map((layer) => ({ kind: "layer", layer })),
  );
  assert.deepEqual(await childrenOf(liveNetwork, layers[0]), []);
  assert.equal(trainer.count("takeSnapshot"), 0);
});

test("a layer's rows are its neurons with bias and activation, and a picture where the inputs are pixels", async () => {
  const { liveNetwork } = await networkOf([784, 16, 10]);
  const first = await childrenOf(liveNetwork, { kind: "layer", layer: 1 });
  assert.equal(first.length, 16);
  const fifth = first[5];
  assert.ok(fifth.kind === "neuron");
  assert.deepEqual([fifth.layer, fifth.neuron, fifth.bias, fifth.activation], [1, 5, 5, Math.fround(0.005)]);
  for (const png of [fifth.picture?.light, fifth.picture?.dark]) {
    assert.equal(Buffer.from(png ?? []).toString("latin1", 1, 4), "PNG");
  }
  const outputs = await childrenOf(liveNetwork, { kind: "layer", layer: 2 });
  assert.equal(outputs.length, 10);
  assert.ok(outputs.every((node) => node.kind === "neuron" && node.picture === null));
});

test("neurons that take smaller pictures than digits have pictures, too; those behind them take no pixels", async () => {
  const { liveNetwork } = await networkOf([64, 100, 10]);
  const first = await childrenOf(liveNetwork, { kind: "layer", layer: 1 });
  assert.ok(first.every((node) => node.kind === "neuron" && node.picture !== null));
  const outputs = await childrenOf(liveNetwork, { kind: "layer", layer: 2 });
  assert.ok(outputs.every((node) => node.kind === "neuron" && node.picture === null));
});

test("a layer of hundreds is listed in stretches of a hundred, and only what is opened is asked for", async () => {
  const { liveNetwork, trainer } = await networkOf([784, 250, 10]);
  const stretches = await childrenOf(liveNetwork, { kind: "layer", layer: 1 });
  assert.deepEqual(
    stretches,
    [
      [0, 100],
      [100, 100],
      [200, 50],
    ].map(([from, count]) => ({ kind: "stretch", layer: 1, from, count })),
  );
  assert.equal(trainer.count("takeSnapshot"), 0);
  const last = await childrenOf(liveNetwork, stretches[2] as NetworkTreeNode);
  assert.deepEqual(
    last.map((node) => node.kind === "neuron" && [node.neuron, node.bias]),
    Array.from({ length: 50 }, (_, row) => [200 + row, 200 + row]),
  );
  assert.equal(trainer.count("takeSnapshot"), 1);
});
