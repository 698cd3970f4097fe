import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { NotNow } from "../../extension/liveNetwork/notNow.ts";
import type { SavedNetwork } from "../../extension/protocol/savedNetwork.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { nothingObserved, type Snapshot } from "../../extension/protocol/snapshot.ts";
import { readSavedNetwork, writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { savedBytes, trainFor, whenState } from "./liveRuns.ts";
import { everything, makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

const savedNetwork = async (live: LiveNetwork) => readSavedNetwork(await savedBytes(live), "saved");
const weightsFile = (saved: SavedNetwork) => ({ name: "saved", bytes: writeSavedNetwork(saved) });

test("a network learns in its worker, with a point before the first step and after each epoch", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  assert.equal(live.state.status, "paused");
  assert.equal(live.state.network?.parameterCount, 13_002);
  assert.equal(live.state.network?.trainingCount, 12_000);
  await trainFor(live, 2);
  const { evaluations, training } = live.runs[0];
  assert.deepEqual(
    evaluations.map(({ step, epoch }) => [step, epoch]),
    [
      [0, 0],
      [1200, 1],
      [2400, 2],
    ],
  );
  assert.equal(training.length, 200);
  assert.ok(evaluations[2].accuracy > 0.8);
  assert.deepEqual([live.state.progress?.epoch, live.state.progress?.accuracy], [2, evaluations[2].accuracy]);
});

test("reset brings the initial weights back and keeps the run so far; another seed gives others", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const initial = (await savedNetwork(live)).parameters;
  await trainFor(live, 1);
  assert.ok(!sameParameters((await savedNetwork(live)).parameters, initial));
  await live.reset();
  assert.ok(sameParameters((await savedNetwork(live)).parameters, initial));
  assert.deepEqual(
    live.runs.map(({ number, evaluations }) => [number, evaluations.length]),
    [
      [1, 2],
      [2, 1],
    ],
  );
  await live.reseed(2);
  assert.ok(!sameParameters((await savedNetwork(live)).parameters, initial));
  assert.equal(live.state.network?.settings.seed, 2);
});

test("a step by one example moves no weight until it fills the mini-batch, and shows the example", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const initial = (await savedNetwork(live)).parameters;
  for (let example = 1; example <= 9; example++) {
    await live.step("example");
    assert.deepEqual([live.state.progress?.step, live.state.progress?.examplesInBatch], [0, example]);
  }
  const { example } = await live.takeSnapshot(nothingObserved);
  assert.equal(example?.set, "training");
  assert.ok(sameParameters((await savedNetwork(live)).parameters, initial));
  await live.step("example");
  assert.deepEqual([live.state.progress?.step, live.state.progress?.examplesInBatch], [1, 0]);
  assert.ok(!sameParameters((await savedNetwork(live)).parameters, initial));
});

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

test("a gradient that is not finite stops training with the weights before it, and says what to try", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1e6 }, "stripes");
  await live.train();
  const { notice } = await whenState(live, ({ status }) => status === "diverged");
  assert.match(notice ?? "", /^Training stopped: the gradient of layer \d was not finite at learning rate 1000000\./);
  assert.match(notice ?? "", /try a smaller learning rate, such as 0\.1\.$/);
  for (const { weights } of (await savedNetwork(live)).parameters) assert.ok(weights.every(Number.isFinite));
});

test("a ReLU network at 1.5 says after an epoch that its neurons are dying, once, and what to try", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1.5 }, "built-in");
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are dying: since epoch 1, .* such as 0\.1, or leaky ReLU\.$/);
  live.dismissNotice();
  await trainFor(live, 1);
  assert.equal(live.state.notice, null);
  await live.reset();
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are dying/);
});

test("a network at a learning rate of 1000 says before its first epoch is over that it is diverging", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, learningRate: 1000 }, "built-in");
  await live.train();
  const { notice, progress } = await whenState(live, (state) => state.notice !== null);
  assert.match(notice ?? "", /^It is diverging: .* such as 1\.5\.$/);
  assert.equal(progress?.epoch, 0);
});

test("a network that is told what is wrong is judged anew when another learning rate is chosen", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, learningRate: 30 }, "built-in");
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are saturated/);
  await live.setLearningRate(1.5);
  await trainFor(live, 1);
  // Too late: neurons without a slope stay as they are.
  assert.match(live.state.notice ?? "", /^Neurons are saturated: since epoch 2, .* such as 0\.15\.$/);
});

test("changing the learning rate loses no point of the curves", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in"); // 1200 steps an epoch, a point each twelfth
  let isLearning = true;
  await live.train(3);
  void live.whenTrainingEnds().then(() => {
    isLearning = false;
  });
  while (isLearning) await live.setLearningRate(1.5);
  const steps = live.runs[0].training.map(({ step }) => step);
  assert.deepEqual(
    steps,
    Array.from({ length: 300 }, (_, k) => 12 * (k + 1)),
  );
});

test("a step by an epoch does not wait for the pace", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await live.setPace(1);
  await live.step("epoch"); // 500 examples
  assert.deepEqual([live.state.progress?.epoch, live.state.status], [1, "paused"]);
});

test("a dataset that is refused leaves network, examples and curves as they were", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const before = { state: live.state, saved: await savedNetwork(live), runs: structuredClone(live.runs) };
  await assert.rejects(
    live.create({ ...smallSettings, seed: 9 }, "broken"),
    /expected 600 labels, the header declares 599/,
  );
  assert.deepEqual(live.state, before.state);
  const after = await savedNetwork(live);
  assert.deepEqual(after.training, before.saved.training);
  assert.ok(sameParameters(after.parameters, before.saved.parameters));
  assert.deepEqual(live.runs, before.runs);
});

test("a network that had learnt something can be brought back after another took its place", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  assert.equal(live.hasReplaced, false);
  await trainFor(live, 2);
  const learnt = await savedBytes(live);
  const { runs } = live;
  const kept = structuredClone(runs);
  await live.create(plainSettings([784, 10]), "built-in");
  assert.equal(live.hasReplaced, true);
  await live.bringBackReplaced();
  assert.ok(Buffer.from(await savedBytes(live)).equals(learnt));
  assert.deepEqual(live.runs, kept);
  assert.equal(live.state.network?.dataset, "stripes");
});

test("networks asked for while another is prepared come in their order, and commands wait for the last", async (t) => {
  const { live } = makeLiveNetwork(t);
  const made = [
    live.create(smallSettings, "built-in"),
    live.create(smallSettings, "broken").catch((error: Error) => error.message),
    live.create({ ...smallSettings, seed: 2 }, "stripes"),
  ];
  await trainFor(live, 1);
  assert.equal(live.state.network?.settings.seed, 2);
  assert.equal(live.state.progress?.step, 50);
  assert.match(String((await Promise.all(made))[1]), /expected 600 labels/);
});

test("after the worker's crash requests are refused and the run is back from its last checkpoint", async (t) => {
  const { live, ports } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  await trainFor(live, 1);
  const expected = await savedBytes(live);
  const pending = live.takeSnapshot(everything);
  ports[0].terminate();
  await assert.rejects(pending, /The trainer ended/);
  const { notice } = await whenState(live, (state) => state.notice?.includes("back as it was") ?? false);
  assert.match(notice ?? "", /at step 1,200\.$/);
  assert.equal(ports.length, 2);
  assert.ok(Buffer.from(await savedBytes(live)).equals(expected));
  assert.equal(live.runs[0].training.length, 100);
  await trainFor(live, 1);
  assert.equal(live.state.progress?.epoch, 2);
});

test("an opened network without a record of its training starts at step 0, and reset brings back what was opened", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const opened = { ...(await savedNetwork(live)), training: null };
  await live.open(weightsFile(opened), smallSettings, "stripes", "elsewhere.safetensors");
  assert.deepEqual([live.state.progress?.step, live.state.network?.file], [0, "elsewhere.safetensors"]);
  await trainFor(live, 1);
  await live.reset();
  assert.ok(sameParameters((await savedNetwork(live)).parameters, opened.parameters));
});

test("a file that does not say how to learn is refused where the choices for it could not be saved again", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const sizes = [784, 4096, 1300, 10]; // 8.5 million parameters: Adam's two moments of them have no room in a header
  const parameters = sizes.slice(1).map((size, layer) => ({
    weights: new Float32Array(size * sizes[layer]),
    biases: new Float32Array(size),
  }));
  const file = weightsFile({ shape: shapeOf(sizes, "sigmoid"), parameters, training: null });
  const adam = { ...smallSettings, descent: "adam" } as const;
  await assert.rejects(live.open(file, adam, "stripes", null), /^TrainerRefusal: saved: sizes: with the descent adam/);
  assert.equal(live.state.network?.parameterCount, 13_002);
});

test("a network opened on other examples than its own says that it does not go on to the bit", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const before = await savedNetwork(live);
  await live.open(weightsFile(before), smallSettings, "built-in", null);
  assert.match(
    live.state.notice ?? "",
    /was trained on stripes \(500 examples\); here it goes on with built-in digits/,
  );
});

test("a network trained with another arithmetic than this machine's says that it does not go on to the bit", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const saved = await savedNetwork(live);
  assert.ok(saved.training);
  const here = saved.training.arithmetic;
  const elsewhere = here === "fused" ? "standard" : "fused";
  await live.open(weightsFile(saved), smallSettings, "stripes", null);
  assert.equal(live.state.notice, null);
  const { checkpoint } = live;
  assert.ok(checkpoint);
  const trainedElsewhere = weightsFile({ ...saved, training: { ...saved.training, arithmetic: elsewhere } });
  const { bytes: weights } = structuredClone(trainedElsewhere);
  const isSaid = new RegExp(`was trained with ${elsewhere} arithmetic; this machine has ${here}`);
  await live.open(trainedElsewhere, smallSettings, "stripes", null);
  assert.match(live.state.notice ?? "", isSaid);
  await live.restore(checkpoint);
  assert.equal(live.state.notice, null);
  await live.restore({ ...checkpoint, weights });
  assert.match(live.state.notice ?? "", isSaid);
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

test("commands that make no sense now say so and change nothing", async (t) => {
  const { live, ports } = makeLiveNetwork(t);
  await assert.rejects(live.train(), NotNow);
  await assert.rejects(live.step("example"), NotNow);
  await assert.rejects(live.save(), NotNow);
  await live.pause();
  assert.equal(ports.length, 0);
  await live.create(smallSettings, "stripes");
  assert.throws(() => live.inspectNeuron({ layer: 1, neuron: 16 }), RangeError);
  assert.throws(() => live.inspectNeuron({ layer: 0, neuron: 3 }), RangeError);
  await live.train();
  await assert.rejects(live.step("example"), NotNow);
});
