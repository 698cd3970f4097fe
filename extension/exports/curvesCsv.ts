import type { EvaluationPoint, Run, TrainingPoint } from "../protocol/curves.ts";

/**
 * The curves of all runs as a table: a row for each step at which something was measured, empty where that was something
 * else. Numbers are written so that they are read back exactly. Lines end as they do in Unix.
 */
export function writeCurvesCsv(runs: readonly Run[]): Uint8Array<ArrayBuffer> {
  const rows = [columns.map(([name]) => name), ...runs.flatMap(rowsOf)];
  return new TextEncoder().encode(rows.map((row) => `${row.join(",")}\n`).join(""));
}

interface Measured {
  readonly run: Run;
  readonly step: number;
  readonly training: TrainingPoint | undefined;
  readonly evaluation: EvaluationPoint | undefined;
}

const columns: readonly (readonly [name: string, value: (measured: Measured) => number | undefined])[] = [
  ["run", ({ run }) => run.number],
  ["step", ({ step }) => step],
  ["epoch", ({ run, step }) => (step - run.epochStart) / run.batchesPerEpoch],
  ["cost", ({ training }) => training?.trainingCost],
  ["held_out_cost", ({ evaluation }) => evaluation?.cost],
  ["accuracy", ({ evaluation }) => evaluation?.accuracy],
  ["gradient_length", ({ training }) => training?.gradientLength],
];

function rowsOf(run: Run): string[][] {
  const training = new Map(run.training.map((point) => [point.step, point]));
  const evaluations = new Map(run.evaluations.map((point) => [point.step, point]));
  const steps = [...new Set([...training.keys(), ...evaluations.keys()])].sort((a, b) => a - b);
  return steps.map((step) => {
    const measured = { run, step, training: training.get(step), evaluation: evaluations.get(step) };
    return columns.map(([, value]) => String(value(measured) ?? ""));
  });
}
