import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inExtensionHost } from "./inExtensionHost.ts";
import { testOutputFolder } from "./project.ts";
import { CommandError } from "./run.ts";
import type { TestReport } from "./testReport.ts";

/**
 * Runs test files inside VS Code's extension host, with the extension of this project loaded and an empty folder open:
 * nothing happens there but what a test does.
 *
 * @param files relative to the project's folder
 * @throws {CommandError} when VS Code ended without a report
 */
export async function extensionHostTests(files: readonly string[]): Promise<TestReport> {
  const folder = join(testOutputFolder, "vscode");
  const reportFile = join(folder, "report.json");
  // VS Code tells of much that is no concern of the tests: it is shown only when they have no report to show.
  const end = await inExtensionHost(["test/vscodeHost/runInExtensionHost.ts", ...files], folder, (tests) => ({
    DOWNHILL_TEST_FILES: JSON.stringify(tests),
    DOWNHILL_TEST_REPORT: reportFile,
  })).catch((error: unknown) => error);
  if (!existsSync(reportFile)) throw end;
  const { report, account } = JSON.parse(await readFile(reportFile, "utf8"));
  console.log(account);
  if (report.failed === 0 && end instanceof CommandError) throw end;
  return report;
}
