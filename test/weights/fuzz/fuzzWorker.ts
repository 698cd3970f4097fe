import { parentPort, workerData } from "node:worker_threads";
import { weightsSamples } from "../samples/weightsSamples.ts";
import { fuzzedSample, type LookThrough, type Outcome } from "./fuzzCase.ts";

/** What a worker is asked to do. */
export interface FuzzTask {
  readonly seed: number;
  /** number of the first case, and of the one after the last */
  readonly first: number;
  readonly end: number;
  readonly mostMemoryBytes: number;
  /** the module whose `lookThrough` runs a case */
  readonly reader: string;
  /** [the case that is being run], for a watchdog in another thread; −1 before the first */
  readonly current: Int32Array<SharedArrayBuffer>;
  /** how many cases were [shown, refused] so far, which is known also of a worker that was stopped */
  readonly counts: Int32Array<SharedArrayBuffer>;
}

/** What a worker tells. */
export type FuzzMessage =
  | { readonly type: "failed"; readonly number: number; readonly problem: string }
  | { readonly type: "slow"; readonly number: number; readonly cpuMs: number }
  | { readonly type: "ended" };

/** What takes longer is told of, though it does not fail: the thread's own time, however busy the machine is. */
const slowCpuMs = 300;
const { seed, first, end, mostMemoryBytes, reader, current, counts } = workerData as FuzzTask;
const { lookThrough } = (await import(reader)) as { lookThrough: LookThrough };
const samples = weightsSamples();
// What is loaded and made once is no case's: each format's reader, the samples, what the compiler keeps.
for (const sample of samples) await lookThrough(sample, sample);
for (let number = 0; number < samples.length; number++) await runCase(0, number).catch(() => {});
let basePeakBytes = peakBytes();
for (let number = first; number < end; number++) {
  Atomics.store(current, 0, number);
  try {
    const before = process.threadCpuUsage();
    const outcome = await runCase(seed, number);
    Atomics.add(counts, outcome === "shown" ? 0 : 1, 1);
    const { user, system } = process.threadCpuUsage(before);
    const cpuMs = Math.round((user + system) / 1000);
    if (cpuMs > slowCpuMs) tell({ type: "slow", number, cpuMs });
  } catch (error) {
    tell({ type: "failed", number, problem: error instanceof Error ? String(error.stack) : String(error) });
  }
  const grownBytes = peakBytes() - basePeakBytes;
  if (grownBytes > mostMemoryBytes) {
    basePeakBytes += grownBytes;
    tell({ type: "failed", number, problem: `Memory grew by ${Math.round(grownBytes / 1e6)} MB.` });
  }
}
tell({ type: "ended" });

function runCase(caseSeed: number, number: number): Promise<Outcome> {
  return lookThrough(fuzzedSample(samples, caseSeed, number), samples[number % samples.length]);
}

/** The most memory that the process has had so far. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function tell(message: FuzzMessage): void {
  parentPort?.postMessage(message);
}
