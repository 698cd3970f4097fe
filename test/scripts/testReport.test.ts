import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import type { NodeTestOptions } from "../../scripts/nodeTests.ts";
import type { TestReport } from "../../scripts/testReport.ts";

suite("the report of test files", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "downhill-report-"));
  });
  after(() => rm(folder, { recursive: true }));

  const written = async (name: string, source: string) => {
    const file = join(folder, name);
    await writeFile(
      file,
      `import assert from "node:assert/strict";\nimport { suite, test } from "node:test";\n${source}`,
    );
    return file;
  };

  /** Of a run in a process that is no test itself: node:test runs no tests in a test. */
  const reportOf = async (files: readonly string[], options: NodeTestOptions = {}): Promise<TestReport> => {
    const [script, report] = [join(folder, "run.mts"), join(folder, "report.json")];
    const nodeTests = JSON.stringify(new URL("../../scripts/nodeTests.ts", import.meta.url));
    const words = `${JSON.stringify(files)}, ${JSON.stringify(options)}`;
    await writeFile(
      script,
      `import { writeFileSync } from "node:fs";
      import { nodeTests } from ${nodeTests};
      writeFileSync(${JSON.stringify(report)}, JSON.stringify(await nodeTests(${words})));`,
    );
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    await promisify(execFile)(process.execPath, [script], { env: environment });
    return JSON.parse(await readFile(report, "utf8"));
  };

  test("lists what failed, each in a line with its file, its suites and its problem", async () => {
    const file = await written(
      "fails.test.mts",
      `suite("numbers", () => {
        test("are equal", () => assert.equal(1, 2));
        test("are there", () => {});
        test("will be", { todo: true }, () => assert.fail());
      });`,
    );
    const { failures, failed, passed } = await reportOf([file]);
    assert.deepEqual([failed, passed], [1, 1]);
    assert.equal(failures.length, 1, failures.join("\n"));
    assert.match(failures[0], /fails\.test\.mts: numbers › are equal: AssertionError: .*1 !== 2/);
    assert.ok(failures[0].startsWith(relative(".", file)), failures[0]);
  });

  test("says of a process that died of which signal, and what it said last", async () => {
    const dies = await written(
      "dies.test.mts",
      `import { writeSync } from "node:fs";
      test("dies", () => {
        writeSync(2, "#\\n# Check failed: it is there.\\n#\\n");
        process.abort();
      });`,
    );
    const leaves = await written("leaves.test.mts", `process.exit(3);`);
    const { failures, failed } = await reportOf([dies, leaves]);
    assert.equal(failed, 2);
    assert.match(
      failures[0],
      /dies\.test\.mts: its process was ended by SIGABRT, last:\n.*# Check failed: it is there\./,
    );
    assert.match(failures[1], /leaves\.test\.mts: its process ended with exit code 3\./);
  });

  test("tells of a file that does not end, which is ended", async () => {
    const file = await written("hangs.test.mts", `test("passes", () => void setInterval(() => {}, 1000));`);
    const { failures, failed } = await reportOf([file], { fileLimitMs: 1000 });
    assert.equal(failed, 1);
    assert.match(failures.join("\n"), /hangs\.test\.mts: its process was ended by SIGKILL/);
    assert.match(failures.join("\n"), /hangs\.test\.mts: it had not ended after 1 s\./);
  });
});
