import { weightsSamples } from "../samples/weightsSamples.ts";
import { fuzzedSample, type LookThrough, type Outcome } from "./fuzzCase.ts";

/** What a process is asked to do, as JSON in its first argument. */
export interface FuzzTask {
  readonly seed: number;
  /** number of the first case, and of the one after the last */
  readonly first: number;
  readonly end: number;
  readonly mostMemoryBytes: number;
  /** the module whose `lookThrough` runs a case */
  readonly reader: string;
}

/** What a process tells: of each case that it ran or failed, and before that if it was slow. */
export type FuzzMessage =
  | { readonly type: "ready" }
  | { readonly type: "slow"; readonly number: number; readonly cpuMs: number }
  | { readonly type: "ran"; readonly number: number; readonly outcome: Outcome }
  | { readonly type: "failed"; readonly number: number; readonly problem: string };

/** What takes longer is told of, though it does not fail: the process's own time, however busy the machine is. */
const slowCpuMs = 300;
const { seed, first, end, mostMemoryBytes, reader } = JSON.parse(process.argv[2]) as FuzzTask;
const { lookThrough } = (await import(reader)) as { lookThrough: LookThrough };
const samples = weightsSamples();
// What is loaded and made once is no case's: each format's reader, the samples, what the compiler keeps.
for (const sample of samples) await lookThrough(sample, sample, -1);
for (let number = 0; number < samples.length; number++) await runCase(0, number).catch(() => {});
await tell({ type: "ready" });
let basePeakBytes = peakBytes();
for (let number = first; number < end; number++) {
  const before = process.cpuUsage();
  try {
    const outcome = await runCase(seed, number);
    const { user, system } = process.cpuUsage(before);
    const cpuMs = Math.round((user + system) / 1000);
    if (cpuMs > slowCpuMs) await tell({ type: "slow", number, cpuMs });
    const grownBytes = peakBytes() - basePeakBytes;
    if (grownBytes > mostMemoryBytes) {
      basePeakBytes += grownBytes;
      throw new RangeError(`Memory grew by ${Math.round(grownBytes / 1e6)} MB.`);
    }
    await tell({ type: "ran", number, outcome });
  } catch (error) {
    await tell({ type: "failed", number, problem: error instanceof Error ? String(error.stack) : String(error) });
  }
}
process.disconnect();

function runCase(caseSeed: number, number: number): Promise<Outcome> {
  return lookThrough(fuzzedSample(samples, caseSeed, number), samples[number % samples.length], number);
}

/** The most memory that the process has had so far. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Waits until it is on its way: what comes next may end the process. */
function tell(message: FuzzMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
