import type { Contestant } from "./contestant.ts";
import { median } from "./median.ts";

/** Milliseconds of one turn: long enough for a steady rate, short enough that noise of the machine hits all alike. */
export const windowMs = 250;

/**
 * Lets contestants train in turns, one at a time.
 *
 * @param seconds each one's time in all
 * @returns each one's median examples a second
 */
export async function alternate(contestants: readonly Contestant[], seconds: number): Promise<number[]> {
  const rates: number[][] = contestants.map(() => []);
  const turns = Math.max(1, Math.round((seconds * 1000) / windowMs));
  for (let turn = 0; turn < turns; turn++) {
    for (const [k, contestant] of contestants.entries()) rates[k].push(await contestant.train(windowMs));
  }
  return rates.map((own) => median(own));
}
