import assert from "node:assert/strict";
import { test } from "node:test";
import { nothingObserved, type Snapshot } from "../../extension/protocol/snapshot.ts";
import { savedNetwork, trainFor, whenState } from "./liveRuns.ts";
import { everything, makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

test("a snapshot holds what was asked and no more, and its numbers fit together", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const snapshot = await live.takeSnapshot(everything);
  assert.deepEqual(
    snapshot.layers?.map(({ activations }) => activations.length),
    [16, 16, 10],
  );
  assert.deepEqual(
    snapshot.connections?.map(({ from }) => from.length),
    [50, 50, 50],
  );
  const [{ weights, biases, weightLimit }] = snapshot.rows;
  assert.deepEqual([weights.length, biases.length], [16 * 784, 16]);
  assert.equal(weightLimit, Math.max(...weights.map(Math.abs)));
  const { neuron } = snapshot;
  assert.ok(neuron && snapshot.layers && snapshot.connections);
  assert.deepEqual(neuron.weights, weights.slice(5 * 784, 6 * 784));
  assert.equal(neuron.outgoingWeights.length, 16);
  const sum = neuron.weights.reduce((z, weight, k) => z + weight * neuron.previousActivations[k], neuron.bias);
  assert.ok(Math.abs(sum - neuron.weightedSum) < 1e-4 * Math.max(1, Math.abs(sum)));
  assert.ok(Math.abs(1 / (1 + Math.exp(-neuron.weightedSum)) - neuron.activation) < 1e-6);
  const { from, to, carried } = snapshot.connections[1];
  const { activations } = snapshot.layers[0];
  const matrix = (await savedNetwork(live)).parameters[1].weights;
  const all = Array.from(matrix, (weight, k) => Math.abs(weight * activations[k % 16])).sort((a, b) => b - a);
  carried.forEach((value, k) => {
    assert.equal(Math.fround(matrix[to[k] * 16 + from[k]] * activations[from[k]]), value);
    assert.ok(Math.abs(Math.abs(value) - all[k]) < 1e-6);
  });

  const bare = await live.takeSnapshot(nothingObserved);
  assert.deepEqual([bare.layers, bare.connections, bare.rows, bare.neuron], [null, null, [], null]);
});

test("snapshots come only when observed, and the next only when the last was drawn", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const snapshots: Snapshot[] = [];
  live.onDidTakeSnapshot((snapshot) => snapshots.push(snapshot));
  await trainFor(live, 2);
  assert.equal(snapshots.length, 0);
  await live.observe(everything);
  await trainFor(live, 100);
  assert.equal(snapshots.length, 1);
  live.snapshotDrawn();
  // A later request is answered later.
  await live.takeSnapshot(nothingObserved);
  assert.equal(snapshots.length, 2);
  assert.equal(snapshots[1].progress.epoch, 102);
  await live.observe(nothingObserved);
  live.snapshotDrawn();
  await trainFor(live, 2);
  assert.equal(snapshots.length, 2);
});

test("a slow pace shows each training example as it is learnt from, unless another is chosen", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const shown = new Set<string>();
  live.onDidTakeSnapshot(({ example }) => {
    shown.add(`${example?.set} ${example?.index}`);
    live.snapshotDrawn();
  });
  await live.observe(everything);
  await live.setPace(30);
  await live.train();
  await whenState(live, ({ progress }) => (progress?.examplesInBatch ?? 0) >= 4);
  await live.pause();
  await live.showExample({ set: "heldOut", index: 4 });
  assert.equal(live.state.followsTraining, true);
  await live.train();
  await live.showExample({ set: "heldOut", index: 3 });
  assert.equal(live.state.followsTraining, false);
  assert.ok([...shown].some((name) => name.startsWith("training")));
  const { progress } = live.state;
  await whenState(live, (state) => state.progress?.examplesInBatch !== progress?.examplesInBatch);
  await live.pause();
  const { example } = await live.takeSnapshot(nothingObserved);
  assert.deepEqual([example?.set, example?.index], ["heldOut", 3]);
});

test("a step with augmented examples shows the bent one that was learnt from, and one that is chosen as it is", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, augment: true }, "stripes");
  await live.step("example");
  const stepped = (await live.takeSnapshot(nothingObserved)).example;
  assert.ok(stepped?.isBent);
  assert.equal(stepped.set, "training");
  await live.showExample({ set: "training", index: stepped.index });
  const chosen = (await live.takeSnapshot(nothingObserved)).example;
  assert.ok(chosen && !chosen.isBent);
  assert.equal(chosen.index, stepped.index);
  assert.notDeepEqual(chosen.pixels, stepped.pixels);
});
