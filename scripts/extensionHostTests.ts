import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleForExtensionHost } from "./bundleForExtensionHost.ts";
import { projectEnvironment, testOutputFolder, vscodeFolder } from "./project.ts";
import { quietSettings } from "./quietSettings.ts";
import { CommandError, run } from "./run.ts";
import type { TestReport } from "./testReport.ts";
import { vscodeForTests } from "./vscodeForTests.ts";

/**
 * Runs test files inside VS Code's extension host, with the extension of this project loaded and an empty folder open:
 * nothing happens there but what a test does.
 *
 * @param files relative to the project's folder
 * @throws {CommandError} when VS Code ended without a report
 */
export async function extensionHostTests(files: readonly string[]): Promise<TestReport> {
  const folder = join(testOutputFolder, "vscode");
  await rm(folder, { recursive: true, force: true });
  const workspace = join(folder, "workspace");
  await mkdir(workspace, { recursive: true });
  // Desktop VS Code keeps its profile there; the served one makes a new one each time.
  const profile = join(vscodeFolder, "user-data");
  await rm(profile, { recursive: true, force: true });
  await mkdir(join(profile, "User"), { recursive: true });
  await writeFile(join(profile, "User", "settings.json"), JSON.stringify(quietSettings));

  const bundles = await bundleForExtensionHost(["test/vscodeHost/runInExtensionHost.ts", ...files], folder);
  const [runner, ...tests] = bundles;
  const reportFile = join(folder, "report.json");
  const environment = {
    ...projectEnvironment,
    DOWNHILL_TEST_FILES: JSON.stringify(tests),
    DOWNHILL_TEST_REPORT: reportFile,
  };
  const launch = ["scripts/launchTests.ts", await vscodeForTests(), runner, workspace];
  // VS Code tells of much that is no concern of the tests: it is shown only when they have no report to show.
  const end = await run(process.execPath, launch, { environment }).catch((error: unknown) => error);
  if (!existsSync(reportFile)) throw end;
  const { report, account } = JSON.parse(await readFile(reportFile, "utf8"));
  console.log(account);
  if (report.failed === 0 && end instanceof CommandError) throw end;
  return report;
}
