import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeError } from "../../extension/network/forward.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { plainChoices } from "../../extension/protocol/settings.ts";
import { AugmentedExamples } from "../../extension/trainer/augmentedExamples.ts";
import { Descent, type DescentSettings } from "../../extension/trainer/descent.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { easyExamples, placed } from "./randomExamples.ts";

const examples = easyExamples(95, 4);

function makeDescent(
  hidden: number[],
  batchSize: number,
  learningRate = 1,
  activation: "sigmoid" | "relu" = "sigmoid",
  augmentationSeed: number | null = null,
  choices: Partial<DescentSettings> = {},
) {
  const shape = shapeOf([784, ...hidden, 10], activation);
  const dataset = placed(examples);
  const augmented = augmentationSeed === null ? null : new AugmentedExamples(dataset, augmentationSeed);
  const network = new KernelNetwork(dataset, shape);
  const generator = new SeededGenerator(1);
  network.parameters = initialParameters(shape, "scaledNormal", generator);
  const position = { step: 0, epoch: 0, batchInEpoch: 0, generator: generator.state };
  const settings = { ...plainChoices, batchSize, learningRate, ...choices };
  return { network, settings, augmented, descent: new Descent(network, settings, position, augmented) };
}

/** Every way of descent, with all that may go with it. */
const descents: Readonly<Record<string, Partial<DescentSettings>>> = {
  "plain descent": {},
  "plain descent with L2 and a cosine": { l2: 0.01, schedule: "cosine", scheduleEpochs: 3 },
  "momentum with L2 and 1/t": {
    descent: "momentum",
    learningRate: 0.1,
    l2: 0.001,
    schedule: "inverseTime",
    scheduleEpochs: 2,
  },
  "Adam with L2": { descent: "adam", learningRate: 0.01, l2: 0.001 },
};

// The second network is so large that its mini-batches are taken in chunks.
for (const [[hidden, batchSize], [descentName, choices]] of [
  [[16, 16], 10] as const,
  [[900, 900], 80] as const,
].flatMap((network) => Object.entries(descents).map((descent) => [network, descent] as const))) {
  const name = `784–${hidden.join("–")}–10`;
  test(`${name} learns the same bits example by example, batch by batch, and anyhow between, by ${descentName}`, () => {
    const paces = [() => 1, (left: number) => left, (left: number) => Math.ceil(left / 3)];
    const [byExample, byBatch, byThirds] = paces.map((pace) => {
      const { network, descent } = makeDescent([...hidden], batchSize, 1, "sigmoid", null, choices);
      while (descent.position.step < 5) descent.advance(pace(descent.examplesLeftInBatch));
      return network.parameters;
    });
    assert.ok(sameParameters(byExample, byBatch));
    assert.ok(sameParameters(byThirds, byBatch));
  });
}

test("the last mini-batch of an epoch holds what is left, and the next epoch has another order", () => {
  const { descent } = makeDescent([4], 10);
  assert.equal(descent.batchesPerEpoch, 10);
  const trained: number[][] = [[], []];
  while (descent.position.epoch < 2) {
    const { epoch } = descent.position;
    const isLastOfEpoch = descent.position.batchInEpoch === 9 && descent.examplesLeftInBatch === 1;
    descent.advance(1);
    // The order that the last example came from is gone with its epoch.
    if (!isLastOfEpoch && descent.lastExample !== undefined) trained[epoch].push(descent.lastExample);
  }
  assert.equal(descent.position.step, 20);
  for (const order of trained) assert.equal(new Set(order).size, 94);
  assert.notDeepEqual(trained[0], trained[1]);
});

for (const [name, choices] of Object.entries(descents)) {
  test(`${name} goes on from a position in the middle of an epoch as if it had never stopped`, () => {
    const make = () => makeDescent([16], 10, 1, "sigmoid", null, choices);
    const whole = make();
    while (whole.descent.position.step < 25) whole.descent.advance(whole.descent.examplesLeftInBatch);
    const first = make();
    while (first.descent.position.step < 13) first.descent.advance(first.descent.examplesLeftInBatch);
    const second = make();
    second.network.parameters = first.network.parameters;
    const resumed = new Descent(second.network, second.settings, first.descent.position);
    resumed.moments = first.descent.moments;
    while (resumed.position.step < 25) resumed.advance(resumed.examplesLeftInBatch);
    assert.ok(sameParameters(second.network.parameters, whole.network.parameters));
  });
}

test("what a descent remembers is refused where it is of another descent, and stays as it was", () => {
  const adam = makeDescent([16], 10, 0.01, "sigmoid", null, { descent: "adam" });
  adam.descent.advance(10);
  const { descent } = makeDescent([16], 10, 0.01, "sigmoid", null, { descent: "momentum" });
  descent.advance(10);
  const before = descent.moments;
  assert.throws(() => {
    descent.moments = adam.descent.moments;
  }, ShapeError);
  assert.equal(descent.moments.steps, 1);
  assert.ok(sameParameters(descent.moments.values[0], before.values[0]));
});

test("the learning rate falls with every mini-batch along its schedule", () => {
  const choices = { schedule: "cosine", scheduleEpochs: 2 } as const;
  const { descent } = makeDescent([4], 10, 1, "sigmoid", null, choices);
  const rates: number[] = [];
  while (descent.position.epoch < 3) {
    rates.push(descent.scheduledLearningRate);
    descent.advance(descent.examplesLeftInBatch);
  }
  // Ten mini-batches an epoch: half way after ten, at its hundredth from twenty on.
  rates.forEach((rate, step) => {
    const share = (1 + Math.cos(Math.PI * Math.min(1, step / 20))) / 2;
    assert.ok(Math.abs(rate - (0.01 + 0.99 * share)) < 1e-12, `step ${step}: ${rate}`);
  });
});

test("distorted examples are learnt from to the same bits in any pieces, and from the middle of an epoch", () => {
  const learn = (pace: (left: number) => number, pauseAt: number) => {
    const { network, descent } = makeDescent([16], 10, 1, "sigmoid", 6);
    while (descent.position.step < pauseAt) descent.advance(pace(descent.examplesLeftInBatch));
    const second = makeDescent([16], 10, 1, "sigmoid", 6);
    second.network.parameters = network.parameters;
    const resumed = new Descent(
      second.network,
      { ...plainChoices, learningRate: 1 },
      descent.position,
      second.augmented,
    );
    while (resumed.position.step < 25) resumed.advance(pace(resumed.examplesLeftInBatch));
    return second.network.parameters;
  };
  const whole = learn((left) => left, 0);
  assert.ok(
    sameParameters(
      learn(() => 1, 0),
      whole,
    ),
  );
  assert.ok(
    sameParameters(
      learn((left) => Math.ceil(left / 3), 13),
      whole,
    ),
  );
  const plain = makeDescent([16], 10);
  while (plain.descent.position.step < 25) plain.descent.advance(plain.descent.examplesLeftInBatch);
  assert.ok(!sameParameters(plain.network.parameters, whole));
});

test("a learning rate changed in the middle of a mini-batch waits for the next", () => {
  const steady = makeDescent([16], 10);
  steady.descent.advance(10);
  const changed = makeDescent([16], 10);
  changed.descent.advance(4);
  changed.descent.learningRate = 0.1;
  changed.descent.advance(6);
  assert.ok(sameParameters(changed.network.parameters, steady.network.parameters));
  steady.descent.advance(10);
  changed.descent.advance(10);
  assert.ok(!sameParameters(changed.network.parameters, steady.network.parameters));
});

for (const [batchSize, [name, choices]] of [10, 95].flatMap((batchSize) =>
  Object.entries(descents).map((descent) => [batchSize, descent] as const),
)) {
  test(`a gradient that is not finite leaves weights and moments before it, mini-batches of ${batchSize}, ${name}`, () => {
    const hidden = batchSize === 10 ? [16, 16] : [900, 900];
    const { network, descent } = makeDescent(hidden, batchSize, 1e6, "relu", null, { ...choices, learningRate: 1e6 });
    for (let tries = 0; tries < 1000; tries++) {
      const before = network.parameters;
      const momentsBefore = descent.moments;
      const advance = descent.advance(descent.examplesLeftInBatch);
      if (typeof advance !== "object") {
        // What a finite gradient makes of the weights must be finite itself.
        for (const { weights } of [...network.parameters, ...network.moments.flat()]) {
          assert.ok(weights.every(Number.isFinite));
        }
        continue;
      }
      assert.ok(advance.divergedLayer >= 1 && advance.divergedLayer <= 3);
      assert.ok(sameParameters(network.parameters, before));
      const { steps, values } = descent.moments;
      assert.equal(steps, momentsBefore.steps);
      for (const [k, moment] of values.entries()) assert.ok(sameParameters(moment, momentsBefore.values[k]));
      return;
    }
    assert.fail("It never diverged.");
  });
}

test("points of the curve are taken a hundred times an epoch at most, with finite figures", () => {
  const { descent } = makeDescent([16], 1);
  while (descent.position.epoch < 2) descent.advance(1);
  const points = descent.takePoints();
  assert.equal(points.length, 2 * 95);
  assert.deepEqual(descent.takePoints(), []);
  for (const { trainingCost, gradientLength } of points) {
    assert.ok(trainingCost > 0 && trainingCost < 10);
    assert.ok(gradientLength > 0 && Number.isFinite(gradientLength));
  }
  const meanOf = (some: typeof points) => some.reduce((sum, point) => sum + point.trainingCost, 0) / some.length;
  assert.ok(meanOf(points.slice(-20)) < meanOf(points.slice(0, 20)));
});
