/**
 * How many times slower this machine is than those for which times are promised, 1 for one that is not: by the quickest of
 * many runs of a piece of arithmetic, which what else runs on the machine does not lengthen.
 */
export function machineSlowness(): number {
  let quickestMs = Number.POSITIVE_INFINITY;
  let state = 1;
  for (let run = 0; run < 50; run++) {
    const startMs = performance.now();
    for (let k = 0; k < 500_000; k++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    quickestMs = Math.min(quickestMs, performance.now() - startMs);
  }
  // Only so is the arithmetic not left out.
  if (state < 0) throw new Error(`expected a state of 32 bits, found ${state}`);
  return Math.max(1, quickestMs / promisedMs);
}

/** What a run takes on an AMD EPYC of 2024, on which the promises were measured. */
const promisedMs = 0.55;
