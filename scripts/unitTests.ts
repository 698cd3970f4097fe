import { nodeTests } from "./nodeTests.ts";
import { ensureSystemPackages, MissingSystemPackagesError, pythonPackages } from "./systemPackages.ts";
import type { TestReport } from "./testReport.ts";

/**
 * Runs unit tests, with the libraries by which some of them write weights files. Where these are missing and cannot be
 * installed, it says how to, and those tests fail.
 */
export async function unitTests(files: readonly string[]): Promise<TestReport> {
  try {
    await ensureSystemPackages(pythonPackages);
  } catch (error) {
    if (!(error instanceof MissingSystemPackagesError)) throw error;
    console.error(error.message);
  }
  return nodeTests(files);
}
