import assert from "node:assert/strict";
import { test } from "node:test";
import { agoText } from "../../../webview/weightsEditor/agoText.ts";

test("how long ago a file changed is said in the largest unit, for as long as that is true", () => {
  const expected: readonly [number, string, number | null][] = [
    [-5, "just now", 1000],
    [400, "just now", 600],
    [3200, "3 s ago", 800],
    [61_000, "1 min ago", 59_000],
    [3_600_000, "1 hour ago", 3_600_000],
    [2 * 3_600_000 + 1, "2 hours ago", 3_599_999],
    [86_400_000, "1 day ago", null],
    [12 * 86_400_000, "12 days ago", null],
  ];
  for (const [agoMs, text, staysMs] of expected) assert.deepEqual(agoText(agoMs), { text, staysMs });
});
