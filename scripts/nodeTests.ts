import { run } from "node:test";
import { reportOf, type TestReport } from "./testReport.ts";

/** No file takes that long; one that hangs is ended. */
const timeLimitMs = 600_000;

/** Runs test files, each in a process of its own, one after the other: some measure, some drive a browser. */
export function nodeTests(files: readonly string[]): Promise<TestReport> {
  const tests = run({ files: [...files], concurrency: false, timeout: timeLimitMs });
  return reportOf(tests, (text) => process.stdout.write(text));
}
