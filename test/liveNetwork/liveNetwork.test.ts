import assert from "node:assert/strict";
import { test } from "node:test";
import { NotNow } from "../../extension/liveNetwork/notNow.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { nothingObserved } from "../../extension/protocol/snapshot.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { savedNetwork, trainFor } from "./liveRuns.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

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

test("each of three steps that are asked for at once is taken, and what is asked for then comes after them", async (t) => {
  const { live } = makeLiveNetwork(t);
  // A mini-batch of it takes many times the trainer's slices, between which requests are looked at.
  await live.create({ ...plainSettings([784, 400, 400, 10]), batchSize: 250 }, "stripes");
  const steps = [1, 2, 3].map(() => live.step("miniBatch"));
  await live.stepBack();
  assert.deepEqual([live.state.past?.present.step, live.state.past?.step], [3, 2]);
  await Promise.all(steps);
  await live.showStep(0);
  await Promise.all([1, 2].map(() => live.step("miniBatch")));
  assert.equal(live.state.past?.step, 2);
  await live.showStep(null);
  await Promise.all([live.step("miniBatch"), live.step("miniBatch"), live.train(1)]);
  await live.whenTrainingEnds();
  assert.equal(live.state.progress?.step, 6);
});

test("steps that wait are taken before another network takes the place of theirs", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings([784, 400, 400, 10]), batchSize: 250 }, "stripes");
  await Promise.all([live.step("miniBatch"), live.step("miniBatch"), live.reset()]);
  assert.equal(live.state.progress?.step, 0);
  assert.equal(live.runs[0].training.at(-1)?.step, 2);
  await Promise.all([live.step("miniBatch"), live.step("miniBatch"), live.create(smallSettings, "stripes")]);
  assert.deepEqual([live.state.network?.shape.sizes, live.state.progress?.step], [smallSettings.sizes, 0]);
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
