import type { NetworkShape } from "../../network/networkShape.ts";
import type { TrainingPoint } from "../../protocol/curves.ts";

/** Points of the training curve that are averaged: a tenth of an epoch. */
export const smoothedPoints = 10;

/** The mean cost of the last points at each point, [points]: fewer at the beginning. */
export function smoothedCosts(points: readonly TrainingPoint[]): number[] {
  return points.map((_, index) => {
    const last = points.slice(Math.max(0, index + 1 - smoothedPoints), index + 1);
    return last.reduce((sum, { trainingCost }) => sum + trainingCost, 0) / last.length;
  });
}

/**
 * What an example costs when every output is 1/n, whatever the picture, with n outputs: the least that a network pays that
 * has learnt nothing. (1 − 1/n)² + (n − 1)/n² = 1 − 1/n for the quadratic cost: 0.9.
 */
export function guessingCost({ sizes, activations, cost }: NetworkShape): number {
  const n = sizes[sizes.length - 1];
  if (cost === "quadratic") return 1 - 1 / n;
  if (activations[activations.length - 1] === "softmax") return Math.log(n);
  return Math.log(n) - (n - 1) * Math.log(1 - 1 / n);
}

/** Two digits: 0.21, 2.6, 8,100 */
export function costInWords(cost: number): string {
  return Number(cost.toPrecision(2)).toLocaleString("en", { maximumFractionDigits: 6 });
}
