import type { Run } from "../../protocol/curves.ts";
import { diverging } from "./diverging.ts";
import { dying, saturated } from "./idleNeurons.ts";
import { stalled } from "./stalled.ts";
import { stuck } from "./stuck.ts";

/** What is wrong with a run. */
export interface Trouble {
  /** what is wrong, since when, and what to try: a few sentences for a person */
  readonly words: string;
  /** η to go on with from the last good step; null when going back would not help */
  readonly learningRate: number | null;
}

/** @param learningRate η now @returns undefined when it sees nothing wrong */
export type Diagnosis = (run: Run, learningRate: number) => Trouble | undefined;

/** Those that explain most come first. */
const diagnoses: readonly Diagnosis[] = [diverging, dying, saturated, stuck, stalled];

/** What is wrong with a run, if anything: a network that learns well is left in peace. */
export function troubleOf(run: Run, learningRate: number): Trouble | undefined {
  for (const diagnose of diagnoses) {
    const trouble = diagnose(run, learningRate);
    if (trouble) return trouble;
  }
  return undefined;
}

/** The part of a run after a step, with the last evaluation before it to compare with. */
export function runSince(run: Run, step: number): Run {
  const before = run.evaluations.findLastIndex((point) => point.step <= step);
  return {
    ...run,
    training: run.training.filter((point) => point.step > step),
    evaluations: run.evaluations.slice(Math.max(0, before)),
  };
}
