import assert from "node:assert/strict";
import { test } from "node:test";
import { alternate, windowMs } from "./alternate.ts";
import { scriptedContestant } from "./scriptedContestant.ts";

test("contestants take turns, one after the other, and each one's median counts", async () => {
  const log: string[] = [];
  const ours = scriptedContestant("ours", [10, 1000, 20], [], log);
  const theirs = scriptedContestant("theirs", [3, 1, 2], [], log);
  assert.deepEqual(await alternate([ours, theirs], (3 * windowMs) / 1000), [20, 2]);
  assert.deepEqual(log, ["ours", "theirs", "ours", "theirs", "ours", "theirs"]);
});

test("the shortest time is one turn", async () => {
  assert.deepEqual(await alternate([scriptedContestant("ours", [7], [])], 0.001), [7]);
});
