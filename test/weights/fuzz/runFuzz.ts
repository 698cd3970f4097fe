import { type ChildProcess, fork } from "node:child_process";
import { weightsSamples } from "../samples/weightsSamples.ts";
import type { Outcome } from "./fuzzCase.ts";
import type { FuzzMessage, FuzzTask } from "./fuzzProcess.ts";

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
 * Opens weights files changed at random through the code that the weights reader's worker runs, in a process of its own:
 * each must be shown, or refused with one sentence, within {@link mostCaseMs} and {@link mostMemoryBytes}.
 *
 * A process and not a thread, because its memory is then that of the cases, and because V8 may crash when it frees what a
 * thread that ended had compiled of WebAssembly (github.com/nodejs/node/issues/64500).
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
  const receive = (message: FuzzMessage) => {
    if (message.type === "ran") outcomes[message.outcome]++;
    else if (message.type === "failed") fail(message.number, message.problem);
    else if (message.type === "slow")
      tell(`Case ${message.number} of seed ${run.seed} took ${message.cpuMs} ms of a processor.`);
  };
  const end = run.first + run.cases;
  for (let first = run.first; first < end && failures.length < mostFailures; ) {
    const stoppedAt = await runStretch({ ...run, first, cases: end - first }, receive);
    if (stoppedAt === undefined) break;
    const { number, problem } = stoppedAt;
    if (!(await endsWhenRunAgain({ ...run, first: number, cases: 1 }, receive))) fail(number, problem);
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

/** The case that ended its process, or had it ended. */
interface StoppedCase {
  readonly number: number;
  readonly problem: string;
}

/** What a busy machine delayed ends in time when it is run again; what hangs does so each time. */
async function endsWhenRunAgain(run: FuzzRun, receive: (message: FuzzMessage) => void): Promise<boolean> {
  for (let i = 0; i < confirmations; i++) {
    if ((await runStretch(run, receive)) === undefined) return true;
  }
  return false;
}

/** Runs cases until they are done or one of them stops their process. */
function runStretch(
  { seed, first, cases, reader = new URL("./fuzzCase.ts", import.meta.url) }: FuzzRun,
  receive: (message: FuzzMessage) => void,
): Promise<StoppedCase | undefined> {
  const task: FuzzTask = { seed, first, end: first + cases, mostMemoryBytes, reader: reader.href };
  const child: ChildProcess = fork(new URL("./fuzzProcess.ts", import.meta.url), [JSON.stringify(task)], {
    execArgv: ["--max-old-space-size=150"],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  return new Promise((resolve, reject) => {
    let next: number | undefined; // none before the first is begun
    let sinceMs = 0;
    let said = "";
    let problem: string | undefined;
    const watchdog = setInterval(() => {
      if (next === undefined || next === task.end || performance.now() - sinceMs <= mostCaseMs) return;
      clearInterval(watchdog);
      problem = `It takes longer than ${mostCaseMs} ms.`;
      child.kill("SIGKILL");
    }, 50);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("message", (message: FuzzMessage) => {
      if (problem !== undefined) return; // the case is run again
      sinceMs = performance.now();
      if (message.type === "ready") next = first;
      else if (message.type !== "slow") next = message.number + 1;
      receive(message);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watchdog);
      if (next === undefined) reject(new Error(`No case was begun: ${said}`));
      else if (next === task.end) resolve(undefined);
      else resolve({ number: next, problem: problem ?? `It ends the process with ${signal ?? code}. ${said}` });
    });
  });
}
