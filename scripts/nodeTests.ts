import { run } from "node:test";
import { reportOf, type TestReport } from "./testReport.ts";

export interface NodeTestOptions {
  /** how many files run at once, one if not given */
  readonly filesAtOnce?: number;
  /** after which a test that has not ended fails, and its file ends without waiting for it; none if not given */
  readonly testLimitMs?: number;
}

/** No file takes that long; one that hangs is ended. */
const fileLimitMs = 600_000;

/**
 * V8 may crash when it compiles a WebAssembly module's calls of JavaScript after a worker that had such a module ended
 * (github.com/nodejs/node/issues/64500). Node's own reader of TypeScript is one, and tests start workers: calls stay
 * uncompiled until there were so many.
 */
const uncompiledCalls = "--wasm-wrapper-tiering-budget=1000000000";

/** Runs test files, each in a process of its own. */
export function nodeTests(files: readonly string[], options: NodeTestOptions = {}): Promise<TestReport> {
  const { filesAtOnce = 1, testLimitMs } = options;
  const limits = testLimitMs === undefined ? [] : [`--test-timeout=${testLimitMs}`, "--test-force-exit"];
  const tests = run({
    files: [...files],
    concurrency: filesAtOnce,
    timeout: fileLimitMs,
    execArgv: [uncompiledCalls, ...limits],
  });
  return reportOf(tests, (text) => process.stdout.write(text));
}
