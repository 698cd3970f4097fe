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

/** Runs test files, each in a process of its own. */
export function nodeTests(files: readonly string[], options: NodeTestOptions = {}): Promise<TestReport> {
  const { filesAtOnce = 1, testLimitMs } = options;
  const execArgv = testLimitMs === undefined ? [] : [`--test-timeout=${testLimitMs}`, "--test-force-exit"];
  const tests = run({ files: [...files], concurrency: filesAtOnce, timeout: fileLimitMs, execArgv });
  return reportOf(tests, (text) => process.stdout.write(text));
}
