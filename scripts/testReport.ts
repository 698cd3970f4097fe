import { once } from "node:events";
import type { run } from "node:test";
import { spec } from "node:test/reporters";

/** What a stage of the tests came to. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Follows a run of `node:test` to its end.
 *
 * @param show receives the readable account as it grows
 */
export async function reportOf(tests: ReturnType<typeof run>, show: (text: string) => void): Promise<TestReport> {
  let report: TestReport | undefined;
  tests.on("test:summary", ({ file, counts }) => {
    // There is a summary for each file too; the one of the whole run names none.
    if (file !== undefined) return;
    report = {
      passed: counts.passed,
      failed: counts.tests - counts.passed - counts.skipped - counts.todo,
      skipped: counts.skipped + counts.todo,
    };
  });
  const account = tests.compose(new spec());
  account.on("data", (text: Buffer) => show(String(text)));
  await once(account, "end");
  if (!report) throw new Error("The test run ended without a summary.");
  return report;
}
