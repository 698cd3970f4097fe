import { once } from "node:events";
import { relative } from "node:path";
import type { run } from "node:test";
import { spec } from "node:test/reporters";
import { stripVTControlCharacters } from "node:util";

/** What a stage of the tests came to. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** a line for each that failed: which, and what was wrong */
  readonly failures: readonly string[];
}

type TestRun = ReturnType<typeof run>;

/**
 * Follows a run of `node:test` to its end.
 *
 * @param show receives the readable account as it grows
 */
export async function reportOf(tests: TestRun, show: (text: string) => void): Promise<TestReport> {
  let report: TestReport | undefined;
  const failures = failuresOf(tests);
  tests.on("test:summary", ({ file, counts }) => {
    // There is a summary for each file too; the one of the whole run names none.
    if (file !== undefined) return;
    report = {
      passed: counts.passed,
      failed: counts.tests - counts.passed - counts.skipped - counts.todo,
      skipped: counts.skipped + counts.todo,
      failures,
    };
  });
  const account = tests.compose(new spec());
  account.on("data", (text: Buffer) => show(String(text)));
  await once(account, "end");
  if (!report) throw new Error("The test run ended without a summary.");
  return report;
}

/** Of a process's last words so many are repeated. */
const mostLastLines = 8;
const mostProblemLength = 400;

/** Filled while the tests run. */
function failuresOf(tests: TestRun): readonly string[] {
  const failures: string[] = [];
  /** names of the test that is told of and of the suites that it is in, the outermost first */
  const names: string[] = [];
  /** what each file's process wrote last */
  const lastLines = new Map<string, string[]>();
  tests.on("test:start", ({ name, nesting }) => names.splice(nesting, Number.POSITIVE_INFINITY, name));
  for (const event of ["test:stdout", "test:stderr"] as const) {
    tests.on(event, ({ file, message }) => {
      const lines = [...(lastLines.get(file) ?? []), ...message.split("\n").filter(saysSomething)];
      lastLines.set(file, lines.slice(-mostLastLines));
    });
  }
  tests.on("test:fail", ({ name, nesting, file, todo, skip, details: { error } }) => {
    const isWanted = todo === undefined && skip === undefined;
    const { failureType, exitCode, signal } = error as TestError;
    if (!isWanted || failureType === "subtestsFailed") return;
    if (signal === undefined && exitCode === undefined) {
      const place = file === undefined || file === name ? "" : `${relative(".", file)}: `;
      failures.push(`${place}${[...names.slice(0, nesting), name].join(" › ")}: ${problemOf(error)}`);
      return;
    }
    const end = signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
    const words = lastLines.get(name) ?? [];
    failures.push(
      [`${relative(".", name)}: its process ${end}${words.length > 0 ? ", last:" : "."}`, ...words].join("\n    "),
    );
  });
  return failures;
}

/** What `node:test` says of a failure beyond an error's own properties; how a process ended only of a whole file. */
interface TestError extends Error {
  readonly failureType?: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
}

/** One line, without what is long. */
function problemOf({ message, cause }: Error): string {
  const problem = cause instanceof Error ? `${cause.name}: ${cause.message}` : message;
  return stripVTControlCharacters(problem).replace(/\s+/g, " ").slice(0, mostProblemLength);
}

/** Not the frames that stand after a crash's reason, and the lines that only set it apart. */
function saysSomething(line: string): boolean {
  return !/^[\s#]*$|^\s*\d+: 0x|^\s*at |^----- .* -----$/.test(line);
}
