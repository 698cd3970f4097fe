import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescentState } from "../../extension/trainer/descent.ts";
import { Timeline, timelineBytes } from "../../extension/trainer/timeline.ts";
import { fc } from "../properties.ts";

/** A state of so many floats. */
function stateAt(step: number, network: Float32Array<ArrayBuffer> | undefined, floats = 1): DescentState {
  const sums = {
    costSincePoint: 0,
    examplesSincePoint: 0,
    costSinceEpoch: 0,
    examplesSinceEpoch: 0,
    lastTrainingCost: null,
    lastEpochTrainingCost: null,
  };
  const position = { step, epoch: 0, batchInEpoch: step, generator: [0, 0, 0, 0] as const };
  return { position, learningRate: 1, sums, momentSteps: 0, network: network ?? new Float32Array(floats) };
}

/** Trains `steps` mini-batches and keeps what is due. */
function train(timeline: Timeline, from: number, steps: number): void {
  for (let step = from; step <= from + steps; step++) {
    if (timeline.isDue(step)) timeline.keep(stateAt(step, timeline.makeRoom()));
  }
}

test("a timeline keeps the start and never more states than it has room for", () => {
  const counts = fc.record({
    capacity: fc.integer({ min: 4, max: 60 }),
    first: fc.integer({ min: 0, max: 5000 }),
    strides: fc.integer({ min: 0, max: 3000 }),
  });
  fc.assert(
    fc.property(counts, ({ capacity, first, strides }) => {
      const timeline = new Timeline(4, 8192, capacity * 4);
      train(timeline, first, strides);
      const steps = timeline.keptSteps;
      assert.equal(steps[0], first);
      assert.ok(steps.length <= capacity);
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a - b),
      );
    }),
  );
});

test("a state that was thinned out leaves its memory to a later one", () => {
  const timeline = new Timeline(4, 8192, 40);
  const buffers = new Set<Float32Array>();
  for (let step = 0; step < 1000; step++) {
    const state = stateAt(step, timeline.makeRoom());
    buffers.add(state.network);
    timeline.keep(state);
  }
  assert.ok(buffers.size <= 10, `${buffers.size} buffers`);
});

test("the older a step, the farther the state before it may be: by a share of its age that hardly grows", () => {
  // States as of 784–16–16–10, mini-batches of ten, an hour's training.
  const timeline = new Timeline(52_480, 10);
  const steps = 2_000_000;
  train(timeline, 0, steps);
  assert.ok(timeline.capacity > 1000);
  const kept = timeline.keptSteps;
  for (let place = 1; place < kept.length; place++) {
    const age = steps - kept[place - 1];
    // At half the age at least as dense: with some 900 states over 12 doublings each has about 75.
    assert.ok(
      kept[place] - kept[place - 1] <= Math.max(timeline.stride, age / 32),
      `${kept[place - 1]}, ${kept[place]}`,
    );
  }
});

test("the nearest state is the last at or before a step, and none is before the first", () => {
  const timeline = new Timeline(4, 8192, 400);
  train(timeline, 7, 20);
  assert.equal(timeline.nearest(15).position.step, 15);
  assert.equal(timeline.nearest(100).position.step, 27);
  assert.throws(() => timeline.nearest(6), /Step 6: expected one from 7 on\./);
});

test("learning rates are known by the step from which they hold", () => {
  const timeline = new Timeline(4, 8192, 400);
  train(timeline, 0, 3);
  timeline.noteLearningRate(5, 0.5);
  timeline.noteLearningRate(5, 0.25);
  timeline.noteLearningRate(9, 2);
  assert.deepEqual(
    [0, 4, 5, 8, 9, 100].map((step) => timeline.learningRateAfter(step)),
    [1, 1, 0.25, 0.25, 2, 2],
  );
  timeline.forgetAfter(5);
  assert.equal(timeline.learningRateAfter(9), 0.25);
});

test("what comes after a step can be forgotten, and is kept anew on the same grid", () => {
  const timeline = new Timeline(4, 2048, 400);
  train(timeline, 0, 20);
  assert.deepEqual(timeline.keptSteps, [0, 4, 8, 12, 16, 20]);
  timeline.forgetAfter(10);
  assert.deepEqual(timeline.keptSteps, [0, 4, 8]);
  train(timeline, 11, 5);
  assert.deepEqual(timeline.keptSteps, [0, 4, 8, 12, 16]);
});

test("states so large that not four of them have room are not kept at all", () => {
  const timeline = new Timeline(timelineBytes / 3, 10);
  train(timeline, 0, 10_000);
  assert.equal(timeline.firstStep, null);
  assert.deepEqual(timeline.keptSteps, []);
});
