/**
 * Runs all checks and tests, or some: `npm test -- [--only check,unit,vscode,workbench] [PART OF A FILE NAME …]`. What is
 * built of changed sources is built first. The last line says how many passed and failed, those before it which failed.
 */
import "./ownTemporaryFolder.ts";
import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { checkSources } from "./checkSources.ts";
import { ensureTestTools } from "./ensureTestTools.ts";
import { extensionHostTests } from "./extensionHostTests.ts";
import { nodeTests } from "./nodeTests.ts";
import { ensurePackaged } from "./packageExtension.ts";
import { printFailure } from "./printFailure.ts";
import { testOutputFolder } from "./project.ts";
import type { TestReport } from "./testReport.ts";
import { ensureServedVscode, vscodeForTests } from "./vscodeForTests.ts";

const stageNames = ["check", "unit", "vscode", "workbench"] as const;
type StageName = (typeof stageNames)[number];

/** A workbench that does not come, or an element that never appears, is not waited for until its file's time is over. */
const workbenchTestLimitMs = 900_000;

/** They claim how long something takes: nothing runs beside them. */
const timedTests = "test/**/*.timed.test.ts";

const { values, positionals: fileNameParts } = parseArgs({
  options: { only: { type: "string" } },
  allowPositionals: true,
});
const wanted: readonly string[] = values.only?.split(",") ?? stageNames;
const unknown = wanted.filter((name) => !stageNames.some((stage) => stage === name));
if (unknown.length > 0) {
  console.error(`--only: expected some of ${stageNames.join(", ")}, found ${unknown.join(", ")}.`);
  process.exit(2);
}

const isWhole = !values.only && fileNameParts.length === 0;
if (isWhole) await rm(testOutputFolder, { recursive: true, force: true });

if (wanted.includes("unit")) await ensureTestTools();
// Where VS Code is not there yet it takes minutes to come: other tests need not wait for it. Those that need it ask again.
const vscode = wanted.includes("vscode") || wanted.includes("workbench") ? vscodeForTests() : undefined;
const vscodeCame = vscode?.catch(() => undefined);

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
if (wanted.includes("check") && fileNameParts.length === 0) await stage("Types, lint, format", checkSources);
const isBuilt = !wanted.some((name) => name !== "check") || (await stage("Build and package", packaged));
const elsewhere = ["test/vscode/**", "test/workbench/**"];
await testStage("unit", "Unit tests", unitTests, ["test/**/*.test.ts"], [...elsewhere, timedTests]);
await vscodeCame;
await testStage("unit", "Tests of how long things take", nodeTests, [timedTests], elsewhere);
// What is there may be an earlier build, which would be tested for nothing.
if (isBuilt) {
  await testStage("vscode", "Tests in the extension host", extensionHostTests, ["test/vscode/**/*.test.ts"]);
  await testStage("workbench", "Tests of the workbench", workbenchTests, ["test/workbench/**/*.test.ts"]);
}

if (totals.skipped > 0) console.log(`\n${totals.skipped} skipped`);
// Of a long account often only the end is kept.
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ✖ ${failure}`).join("\n")}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Runs a stage and adds up. @returns whether nothing failed */
async function stage(title: string, runStage: () => Promise<TestReport>): Promise<boolean> {
  console.log(`\n── ${title} ──`);
  const startMs = performance.now();
  const report = await runStage().catch((error: unknown) => reportOfError(title, error));
  totals.passed += report.passed;
  totals.failed += report.failed;
  totals.skipped += report.skipped;
  failures.push(...report.failures);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${title}: ${report.passed} passed, ${report.failed} failed, in ${seconds} s`);
  return report.failed === 0;
}

async function testStage(
  name: StageName,
  title: string,
  runFiles: (files: readonly string[]) => Promise<TestReport>,
  patterns: readonly string[],
  exclude: readonly string[] = [],
): Promise<void> {
  if (!wanted.includes(name)) return;
  const files = globSync(patterns, { exclude }).filter((file) => fileNameParts.every((part) => file.includes(part)));
  if (files.length > 0) await stage(title, () => runFiles(files.sort()));
}

function unitTests(files: readonly string[]): Promise<TestReport> {
  return nodeTests(files, { filesAtOnce: availableParallelism() });
}

async function workbenchTests(files: readonly string[]): Promise<TestReport> {
  await ensureServedVscode();
  return nodeTests(files, { testLimitMs: workbenchTestLimitMs });
}

async function packaged(): Promise<TestReport> {
  await ensurePackaged();
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

/** A stage that cannot run is a failure. */
function reportOfError(title: string, error: unknown): TestReport {
  printFailure(error);
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [`${title}: ${error instanceof Error ? error.message : error}`],
  };
}
