import assert from "node:assert/strict";
import { test } from "node:test";
import { runFuzz } from "./runFuzz.ts";

test("weights files changed at random are shown or refused with one sentence, each within a second and 200 MB", async () => {
  const cases = 20_000;
  const { outcomes, failures } = await runFuzz({ seed: 4, first: 0, cases });
  assert.deepEqual(failures, []);
  assert.equal(outcomes.shown + outcomes.refused, cases);
  // Changes that no reader notices, or that no file survives, test nothing.
  for (const [outcome, count] of Object.entries(outcomes)) {
    assert.ok(count > cases / 10, `of ${cases} files only ${count} were ${outcome}`);
  }
});

test("a case that hangs, crashes, takes much memory or ends its process is named, and the others are run", async () => {
  const reader = new URL("./faultyReader.ts", import.meta.url);
  const { outcomes, failures } = await runFuzz({ seed: 1, first: 1000, cases: 100, reader });
  assert.equal(outcomes.shown, 0);
  const problems = failures.map(
    (failure) => failure.replace(/^Case (\d+) of seed 1 \([^ ]+\), again by .*?: /, "$1: ").split("\n")[0],
  );
  const faults = [
    /^1010: TypeError: a bug$/,
    /^1020: It takes longer than 1000 ms\.$/,
    /^1030: RangeError: Memory grew by \d+ MB\.$/,
    /^1040: It ends the process with SIGABRT\./,
  ];
  assert.equal(problems.length, faults.length, problems.join("\n"));
  for (const [i, fault] of faults.entries()) assert.match(problems[i], fault);
});
