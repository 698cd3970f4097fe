import { Worker } from "node:worker_threads";
import { weightsSamples } from "../samples/weightsSamples.ts";
import type { Outcome } from "./fuzzCase.ts";
import type { FuzzMessage, FuzzTask } from "./fuzzWorker.ts";

/** What is run: the cases of a seed from `first` on. */
export interface FuzzRun {
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
  /** the module whose `lookThrough` runs a case; the true one if not given */
  readonly reader?: URL;
}

/** What came of all cases together, and the sentences of those that failed, each enough to run it again. */
export interface FuzzReport {
  readonly outcomes: Record<Outcome, number>;
  readonly failures: readonly string[];
}

/**
 * Opens weights files changed at random through the code that the weights reader's worker runs, in a thread of its own:
 * each must be shown, or refused with one sentence, within {@link mostCaseMs} and {@link mostMemoryBytes}.
 *
 * @param tell receives what failed and what was slow, as it comes
 */
export async function runFuzz(run: FuzzRun, tell: (news: string) => void = () => {}): Promise<FuzzReport> {
  const outcomes = { shown: 0, refused: 0 };
  const failures: string[] = [];
  const names = weightsSamples().map(({ name }) => name);
  const fail = (number: number, problem: string) => {
    const again = `npm run fuzz -- --seed ${run.seed} --first ${number} --cases 1`;
    const failure = `Case ${number} of seed ${run.seed} (${names[number % names.length]}), again by ${again}: ${problem}`;
    failures.push(failure);
    tell(failure);
  };
  const count = (stretch: Stretch) => {
    outcomes.shown += stretch.outcomes.shown;
    outcomes.refused += stretch.outcomes.refused;
  };
  const end = run.first + run.cases;
  for (let first = run.first; first < end && failures.length < mostFailures; ) {
    const stretch = await runStretch({ ...run, first, cases: end - first }, fail, tell);
    count(stretch);
    if (stretch.stoppedAt === undefined) break;
    const { number, problem } = stretch.stoppedAt;
    // What a busy machine delayed ends in time when it is run again; what hangs does so each time.
    const ended = await runToItsEnd({ ...run, first: number, cases: 1 });
    if (ended === undefined) fail(number, problem);
    else count(ended);
    first = number + 1;
  }
  return { outcomes, failures };
}

/** A case that takes longer hangs. */
const mostCaseMs = 1000;
/** By which the process may grow. */
const mostMemoryBytes = 200e6;
/** After so many, all is said. */
const mostFailures = 20;
/** A case must stop so many times more to count as hanging. */
const confirmations = 2;

interface Stretch {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** the case that ended the worker, or had it ended */
  readonly stoppedAt?: { readonly number: number; readonly problem: string };
}

/** @returns undefined when it stops its worker each time */
async function runToItsEnd(run: FuzzRun): Promise<Stretch | undefined> {
  for (let i = 0; i < confirmations; i++) {
    const stretch = await runStretch(run, () => {});
    if (stretch.stoppedAt === undefined) return stretch;
  }
  return undefined;
}

/** Runs cases until they are done or one of them stops its worker. */
function runStretch(
  { seed, first, cases, reader = new URL("./fuzzCase.ts", import.meta.url) }: FuzzRun,
  fail: (number: number, problem: string) => void,
  tell: (news: string) => void = () => {},
): Promise<Stretch> {
  const current = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const task: FuzzTask = { seed, first, end: first + cases, mostMemoryBytes, reader: reader.href, current, counts };
  const worker = new Worker(new URL("./fuzzWorker.ts", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 150, maxYoungGenerationSizeMb: 32 },
  });
  return new Promise<Stretch>((resolve, reject) => {
    let stoppedAt: Stretch["stoppedAt"];
    let [watched, sinceMs] = [-1, performance.now()];
    const stop = (problem: string) => {
      stoppedAt = { number: current[0], problem };
    };
    const watchdog = setInterval(() => {
      const number = Atomics.load(current, 0);
      if (number === -1 || number !== watched) {
        [watched, sinceMs] = [number, performance.now()];
      } else if (performance.now() - sinceMs > mostCaseMs) {
        clearInterval(watchdog);
        stop(`It takes longer than ${mostCaseMs} ms.`);
        void worker.terminate();
      }
    }, 50);
    worker.on("message", (message: FuzzMessage) => {
      if (message.type === "failed") fail(message.number, message.problem);
      else if (message.type === "slow")
        tell(`Case ${message.number} of seed ${seed} took ${message.cpuMs} ms of a processor.`);
      else clearInterval(watchdog);
    });
    worker.on("error", (error) => {
      if (current[0] === -1) reject(error);
      else stop(`It ends the worker: ${error}`);
    });
    worker.on("exit", () => {
      clearInterval(watchdog);
      const [shown, refused] = counts;
      const outcomes = { shown, refused };
      resolve(stoppedAt === undefined ? { outcomes } : { outcomes, stoppedAt });
    });
  });
}
