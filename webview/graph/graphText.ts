import { numberText } from "../drawings/numberText.ts";
import { percentText, wholeText } from "../figureText.ts";
import type { RunCurves } from "./runCurves.ts";

/** A cost in four decimals: early ones are near 3, good ones near 0.02. */
export function costText(cost: number): string {
  return numberText(cost, 4);
}

/** Where a step is in epochs: "epoch 2.47". */
export function epochText(step: number, batchesPerEpoch: number): string {
  return `epoch ${numberText(step / batchesPerEpoch, 2)}`;
}

/** The graph in two sentences, for those who do not see it. */
export function graphSummary(curves: readonly RunCurves[]): string {
  const current = curves.at(-1);
  if (current === undefined || current.isEmpty) return "The graph is empty: training has not begun.";
  const { evaluations, training } = current.run;
  const parts: string[] = [];
  const first = evaluations.at(0);
  const last = evaluations.at(-1);
  if (first && last) {
    parts.push(`held-out cost ${costText(last.cost)}${since(last.cost, first.cost, costText)}`);
    parts.push(`accuracy ${percentText(last.accuracy)}${since(last.accuracy, first.accuracy, percentText)}`);
  }
  const point = training.at(-1);
  if (point) parts.push(`training cost ${costText(point.trainingCost)}`);
  const values = parts.join("; ");
  const steps = current.lastStep;
  const where = `after ${wholeText(steps)} steps, ${epochText(steps, current.batchesPerEpoch)}`;
  const earlier = curves.length - 1;
  const others =
    earlier === 0 ? "" : ` ${wholeText(earlier)} earlier ${earlier === 1 ? "run is" : "runs are"} drawn behind.`;
  return `${values[0].toUpperCase()}${values.slice(1)}; ${where}.${others}`;
}

function since(last: number, first: number, textOf: (value: number) => string): string {
  if (textOf(last) === textOf(first)) return "";
  return `, ${last < first ? "down" : "up"} from ${textOf(first)}`;
}
