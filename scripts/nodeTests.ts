import { relative, resolve } from "node:path";
import { run } from "node:test";
import { descendantsOf } from "./descendantsOf.ts";
import { killIfThere } from "./killIfThere.ts";
import { reportOf, type TestReport } from "./testReport.ts";

export interface NodeTestOptions {
  /** how many files run at once, one if not given */
  readonly filesAtOnce?: number;
  /** after which a test that has not ended fails, and its file ends without waiting for it; none if not given */
  readonly testLimitMs?: number;
  /** after which a file's process is ended; what no file takes that does not hang, if not given */
  readonly fileLimitMs?: number;
}

const plentyForFileMs = 1_800_000;

/**
 * V8 may crash when it compiles a WebAssembly module's calls of JavaScript after a worker that had such a module ended
 * (github.com/nodejs/node/issues/64500). Node's own reader of TypeScript is one, and tests start workers: calls stay
 * uncompiled until there were so many.
 */
const uncompiledCalls = "--wasm-wrapper-tiering-budget=1000000000";

/** Runs test files, each in a process of its own. */
export async function nodeTests(files: readonly string[], options: NodeTestOptions = {}): Promise<TestReport> {
  const { filesAtOnce = 1, testLimitMs, fileLimitMs = plentyForFileMs } = options;
  const limits = testLimitMs === undefined ? [] : [`--test-timeout=${testLimitMs}`, "--test-force-exit"];
  const tests = run({ files: [...files], concurrency: filesAtOnce, execArgv: [uncompiledCalls, ...limits] });
  const hanging: string[] = [];
  // The `timeout` of `run` ends no process.
  tests.on("test:dequeue", ({ name, file }) => {
    if (file !== resolve(name)) return;
    const watch = setInterval(() => {
      const running = descendantsOf(process.pid).filter(({ words }) => words.endsWith(` ${name}`));
      if (running.length === 0) return;
      hanging.push(`${relative(".", name)}: it had not ended after ${fileLimitMs / 1000} s.`);
      for (const { pid } of running) killIfThere(pid);
    }, fileLimitMs);
    watch.unref();
  });
  const report = await reportOf(tests, (text) => process.stdout.write(text));
  return { ...report, failures: [...report.failures, ...hanging] };
}
