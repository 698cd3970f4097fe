import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../../extension/protocol/curves.ts";
import { grownRun, mostEvaluations, mostTrainingPoints, thinnedTraining } from "../../extension/protocol/grownRun.ts";
import { someRun } from "../webview/graph/someRun.ts";

const empty: Run = { ...someRun(1, 0), training: [], evaluations: [] };
const training = (count: number, from = 0) =>
  Array.from({ length: count }, (_, k) => ({ step: from + k + 1, trainingCost: k % 2, gradientLength: 3 }));

test("a run that grows has its points in their order, and the run before is as it was", () => {
  const first = grownRun(empty, { training: training(3), evaluations: [] });
  const second = grownRun(first, { training: training(2, 3), evaluations: [] });
  assert.deepEqual(
    second.training.map(({ step }) => step),
    [1, 2, 3, 4, 5],
  );
  assert.equal(first.training.length, 3);
});

test("a run never holds more than so many points, each the mean of those since the one before, and ends at its last step", () => {
  let run = empty;
  const count = 50_000;
  for (let from = 0; from < count; from += 100) {
    const points = training(100, from).map((point) => ({ ...point, trainingCost: point.step }));
    run = grownRun(run, { training: points, evaluations: [] });
    assert.ok(run.training.length <= mostTrainingPoints);
    assert.equal(run.training.at(-1)?.step, from + 100);
  }
  assert.ok(run.training.length > mostTrainingPoints / 4);
  run.training.forEach(({ step, trainingCost }, k) => {
    assert.ok(trainingCost <= step && trainingCost > (run.training[k - 1]?.step ?? 0));
  });
});

test("evaluations that are left out change no others, and the first and the last stay", () => {
  const [evaluation] = someRun(1, 1).evaluations;
  let run = empty;
  for (let epoch = 0; epoch < 5000; epoch++) {
    const told = { ...evaluation, epoch, step: epoch * 10, accuracy: epoch / 5000 };
    run = grownRun(run, { training: [], evaluations: [told] });
    assert.ok(run.evaluations.length <= mostEvaluations);
    assert.equal(run.evaluations.at(-1), told);
  }
  assert.equal(run.evaluations[0].epoch, 0);
  for (const { epoch, step, accuracy } of run.evaluations) {
    assert.equal(step, epoch * 10);
    assert.equal(accuracy, epoch / 5000);
  }
});

test("points are joined until there are few enough, an odd one out stays", () => {
  assert.deepEqual(thinnedTraining(training(5), 3), [
    { step: 2, trainingCost: 0.5, gradientLength: 3 },
    { step: 4, trainingCost: 0.5, gradientLength: 3 },
    { step: 5, trainingCost: 0, gradientLength: 3 },
  ]);
  assert.equal(thinnedTraining(training(1000), 100).length, 63);
  const few = training(3);
  assert.equal(thinnedTraining(few, 3), few);
});
