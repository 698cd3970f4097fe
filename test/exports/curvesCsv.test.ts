import assert from "node:assert/strict";
import { test } from "node:test";
import { writeCurvesCsv } from "../../extension/exports/curvesCsv.ts";
import type { Run } from "../../extension/protocol/curves.ts";
import { someRuns } from "./someRuns.ts";

test("the curves of all runs are one table, a row for each step, with every digit", () => {
  assert.equal(
    new TextDecoder().decode(writeCurvesCsv(someRuns)),
    `run,step,epoch,cost,held_out_cost,accuracy,gradient_length
1,0,0,,2.5,0.1,
1,2,0.5,0.9,,,0.25
1,4,1,0.30000000000000004,0.75,0.625,0.125
3,0,0,,2,0.125,
3,1,0.125,Infinity,,,3
`,
  );
});

test("the epochs of a network that had been trained on other examples go on from where it stood", () => {
  const trainedBefore: Run = {
    ...someRuns[0],
    epochStart: 92,
    training: [{ step: 102, trainingCost: 0.9, gradientLength: 0.25 }],
    evaluations: [
      { ...someRuns[0].evaluations[0], step: 100, epoch: 2 },
      { ...someRuns[0].evaluations[0], step: 104, epoch: 3 },
    ],
  };
  const rows = new TextDecoder()
    .decode(writeCurvesCsv([trainedBefore]))
    .trim()
    .split("\n")
    .slice(1);
  assert.deepEqual(
    rows.map((row) => row.split(",").slice(1, 3).map(Number)),
    [
      [100, 2],
      [102, 2.5],
      [104, 3],
    ],
  );
});
