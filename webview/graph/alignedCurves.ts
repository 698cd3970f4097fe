import type { RunCurves } from "./runCurves.ts";

/** The current run's lines, in the order in which they are drawn. */
export const lineNames = ["measuredCost", "trainingCost", "heldOutCost", "accuracy", "gradientLength"] as const;
export type LineName = (typeof lineNames)[number];

/** All lines over one list of steps, as uPlot wants them; null where a line has no point. */
export interface AlignedCurves {
  /** ascending, [count] */
  readonly steps: readonly number[];
  /** each [count] */
  readonly lines: Readonly<Record<LineName, readonly (number | null)[]>>;
}

/** Lays a run's lines over each other. */
export function alignedCurves({ run, trainingCost, gradientLength }: RunCurves): AlignedCurves {
  const points: Record<LineName, Map<number, number>> = {
    measuredCost: new Map(trainingCost.extremes()),
    trainingCost: new Map(trainingCost.smoothed()),
    heldOutCost: new Map(run.evaluations.map(({ step, cost }) => [step, cost])),
    accuracy: new Map(run.evaluations.map(({ step, accuracy }) => [step, accuracy])),
    gradientLength: new Map(gradientLength.smoothed()),
  };
  const steps = [...new Set(lineNames.flatMap((name) => [...points[name].keys()]))].sort((a, b) => a - b);
  const line = (name: LineName) => steps.map((step) => points[name].get(step) ?? null);
  return {
    steps,
    lines: {
      measuredCost: line("measuredCost"),
      trainingCost: line("trainingCost"),
      heldOutCost: line("heldOutCost"),
      accuracy: line("accuracy"),
      gradientLength: line("gradientLength"),
    },
  };
}

/** A line's last value at or before a place in the list of steps; null when it begins later. */
export function valueUpTo(line: readonly (number | null)[], place: number): number | null {
  for (let k = Math.min(place, line.length - 1); k >= 0; k--) {
    const value = line[k];
    if (value !== null) return value;
  }
  return null;
}
