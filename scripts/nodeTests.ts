import { run } from "node:test";
import { reportOf, type TestReport } from "./testReport.ts";

/** No file takes that long; one that hangs is ended. */
const fileLimitMs = 600_000;

/**
 * Runs test files, each in a process of its own, one after the other: some measure, some drive a browser.
 *
 * @param testLimitMs after which a test that has not ended fails, and its file ends without waiting for it; none if not given
 */
export function nodeTests(files: readonly string[], testLimitMs?: number): Promise<TestReport> {
  const execArgv = testLimitMs === undefined ? [] : [`--test-timeout=${testLimitMs}`, "--test-force-exit"];
  const tests = run({ files: [...files], concurrency: false, timeout: fileLimitMs, execArgv });
  return reportOf(tests, (text) => process.stdout.write(text));
}
