import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { type DescentName, networkSettingsSchema, plainSettings } from "../../extension/protocol/settings.ts";

test("a network whose descent remembers more than a file can hold is refused in one sentence", () => {
  // 784 · 4096 + 4096 · 1300 + 1300 · 10 and the biases: 8.5 million.
  const settings = plainSettings([784, 4096, 1300, 10]);
  const problemOf = (descent: DescentName) =>
    v.safeParse(networkSettingsSchema, { ...settings, descent }).issues?.[0].message;
  assert.equal(problemOf("plain"), undefined);
  assert.equal(problemOf("momentum"), undefined);
  assert.equal(
    problemOf("adam"),
    "sizes: with the descent adam, which remembers more for each, expected at most 8,000,000 weights and biases, found 8,554,470.",
  );
});
