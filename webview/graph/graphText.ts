import { counted } from "../../extension/protocol/counted.ts";
import { numberText } from "../../extension/protocol/numberText.ts";
import type { Progress } from "../../extension/protocol/snapshot.ts";
import { percentText, wholeText } from "../figureText.ts";
import type { RunCurves } from "./runCurves.ts";

/** A cost in four decimals: early ones are near 3, good ones near 0.02. */
export function costText(cost: number): string {
  return numberText(cost, 4);
}

/** How far training is, or was. */
export interface Place {
  readonly step: number;
  /** passes over the training examples, not whole ones in general */
  readonly epoch: number;
}

/** Where training is now. */
export function placeOf({ step, epoch, batchInEpoch, batchesPerEpoch }: Progress): Place {
  return { step, epoch: epoch + batchInEpoch / batchesPerEpoch };
}

/** "step 10,836 · epoch 9.03", with fewer decimals where there are many epochs. */
export function placeText({ step, epoch }: Place): string {
  return `step ${wholeText(step)} · ${epochText(epoch)}`;
}

function epochText(epoch: number): string {
  const decimals = epoch < 100 ? 2 : epoch < 1000 ? 1 : 0;
  return `epoch ${decimals === 0 ? wholeText(Math.floor(epoch)) : numberText(epoch, decimals)}`;
}

/** The end of a run's lines as the legend and the summary write it. */
export interface LastValues {
  readonly trainingCost: number | null;
  readonly heldOutCost: number | null;
  readonly accuracy: number | null;
}

/**
 * The values at the end of the run's lines, or where they were at an earlier step.
 *
 * @param progress of the run under way, whose held-out figures the panel's header shows too; null when it is another's
 * @param isPast whether the progress is that of an earlier step
 */
export function lastValues({ run, trainingCost }: RunCurves, progress: Progress | null, isPast = false): LastValues {
  const end = isPast && progress ? progress.step : Number.POSITIVE_INFINITY;
  const evaluation = run.evaluations.findLast(({ step }) => step <= end);
  const smoothedThen = () => [...trainingCost.smoothed()].findLast(([step]) => step <= end)?.[1] ?? null;
  return {
    trainingCost: isPast ? smoothedThen() : trainingCost.lastSmoothed,
    heldOutCost: progress?.cost ?? evaluation?.cost ?? null,
    accuracy: progress?.accuracy ?? evaluation?.accuracy ?? null,
  };
}

/**
 * The graph in two sentences, for those who do not see it.
 *
 * @param curves the run under way last
 * @param progress of the run under way; null when it is not known
 * @param isPast whether the progress is that of an earlier step
 */
export function graphSummary(curves: readonly RunCurves[], progress: Progress | null, isPast = false): string {
  const current = curves.at(-1);
  if (current === undefined || current.isEmpty) return "The graph is empty: training has not begun.";
  const parts: string[] = [];
  const first = current.run.evaluations.at(0);
  const { trainingCost, heldOutCost, accuracy } = lastValues(current, progress, isPast);
  if (first && heldOutCost !== null && accuracy !== null) {
    parts.push(`held-out cost ${costText(heldOutCost)}${since(heldOutCost, first.cost, costText)}`);
    parts.push(`accuracy ${percentText(accuracy)}${since(accuracy, first.accuracy, percentText)}`);
  }
  if (trainingCost !== null) parts.push(`training cost ${costText(trainingCost)}`);
  const values = parts.join("; ");
  const { step, epoch } = progress
    ? placeOf(progress)
    : { step: current.lastStep, epoch: current.epochAt(current.lastStep) };
  const where = `after ${wholeText(step)} steps, ${epochText(epoch)}`;
  const earlier = curves.length - 1;
  const others = earlier === 0 ? "" : ` ${counted(earlier, "earlier run is", "earlier runs are")} drawn behind.`;
  return `${values[0].toUpperCase()}${values.slice(1)}; ${where}.${others}`;
}

function since(last: number, first: number, textOf: (value: number) => string): string {
  if (textOf(last) === textOf(first)) return "";
  return `, ${last < first ? "down" : "up"} from ${textOf(first)}`;
}
