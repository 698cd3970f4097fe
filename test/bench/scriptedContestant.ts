import type { Contestant } from "./contestant.ts";

/** A contestant whose rates and costs are given, one after the other; notes its turns in `log`. */
export function scriptedContestant(
  name: string,
  rates: readonly number[],
  costs: readonly number[],
  log: string[] = [],
): Contestant {
  const restOfRates = [...rates];
  const restOfCosts = [...costs];
  return {
    description: name,
    async train() {
      log.push(name);
      return restOfRates.shift() ?? Number.NaN;
    },
    cost: async () => restOfCosts.shift() ?? Number.NaN,
  };
}
