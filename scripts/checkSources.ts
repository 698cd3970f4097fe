import { CommandError, run } from "./run.ts";
import type { TestReport } from "./testReport.ts";

const checks: readonly { readonly name: string; readonly command: readonly [string, ...string[]] }[] = [
  { name: "types of extension, scripts and tests", command: ["tsc", "-p", "."] },
  { name: "types of the panel", command: ["tsc", "-p", "webview"] },
  { name: "types of the tests that drive a browser", command: ["tsc", "-p", "test"] },
  { name: "types of the kernels", command: ["tsc", "-p", "extension/kernels"] },
  { name: "lint", command: ["biome", "check", "--formatter-enabled=false", "--error-on-warnings"] },
  { name: "format", command: ["biome", "format"] },
];

/** Runs every static check; each counts as one. */
export async function checkSources(): Promise<TestReport> {
  const failures: string[] = [];
  for (const { name, command } of checks) {
    const [tool, ...words] = command;
    try {
      await run(tool, words);
      console.log(`✔ ${name}`);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      console.log(`✖ ${name}\n${error.output}`);
      failures.push(`${name}: ${error.message}`);
    }
  }
  const failed = failures.length;
  return { passed: checks.length - failed, failed, skipped: 0, failures };
}
