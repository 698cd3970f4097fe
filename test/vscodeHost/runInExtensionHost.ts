import { writeFileSync } from "node:fs";
import { run as runTests } from "node:test";
import { reportOf } from "../../scripts/testReport.ts";

/**
 * What VS Code calls in the extension host: runs the bundled test files in this very process, where `vscode` can be
 * required. DOWNHILL_TEST_FILES lists them as JSON; DOWNHILL_TEST_REPORT is the file that gets the report and the account.
 */
export async function run(): Promise<void> {
  const { DOWNHILL_TEST_FILES, DOWNHILL_TEST_REPORT } = process.env;
  if (!DOWNHILL_TEST_FILES || !DOWNHILL_TEST_REPORT) {
    throw new Error("Expected DOWNHILL_TEST_FILES and DOWNHILL_TEST_REPORT in the environment, found neither or one.");
  }
  // The files are bundles with their source maps inside: errors name the sources.
  process.setSourceMapsEnabled(true);
  const tests = runTests({ files: JSON.parse(DOWNHILL_TEST_FILES), isolation: "none" });
  // In a process of its own, node:test waits for the last test and sums up when the process has nothing left to do. The
  // extension host always has: so node:test is told when the first test is queued, which is after all files are loaded.
  tests.once("test:enqueue", () => process.emit("beforeExit", 0));
  let account = "";
  const report = await reportOf(tests, (text) => {
    account += text;
  });
  writeFileSync(DOWNHILL_TEST_REPORT, JSON.stringify({ report, account }));
  if (report.failed > 0) throw new Error(`${report.failed} failed`);
}
