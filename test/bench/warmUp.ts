import type { Contestant } from "./contestant.ts";

/**
 * Trains until compilers and caches have settled, and sees that it is training.
 *
 * @throws {Error} when the cost does not fall: then its speed means nothing
 */
export async function warmUp(contestant: Contestant, ms = 1000): Promise<void> {
  const before = await contestant.cost();
  await contestant.train(ms);
  const after = await contestant.cost();
  if (after < before) return;
  throw new Error(`${contestant.description}: expected training to lower the cost of ${before}, found ${after}.`);
}
