import assert from "node:assert/strict";
import { test } from "node:test";
import { paces } from "../../extension/protocol/settings.ts";
import { paceIndex, paceText, speedText } from "../../webview/pace.ts";

test("paces are said in words", () => {
  assert.equal(paceText(1), "1 example/s");
  assert.equal(paceText(10_000), "10,000 examples/s");
  assert.equal(paceText(null), "as fast as it goes");
});

test("one example a second is one, also where it is measured", () => {
  assert.equal(speedText(0.9), "1 example/s");
  assert.equal(speedText(1240.4), "1,240 examples/s");
  assert.equal(speedText(0), "0 examples/s");
});

test("every pace that can be chosen stands at its own place on the scale", () => {
  assert.deepEqual(
    paces.map((pace) => paceIndex(pace)),
    paces.map((_, index) => index),
  );
});

test("a pace between two stands at the slower, one below all at the slowest", () => {
  assert.equal(paceIndex(50), paces.indexOf(30));
  assert.equal(paceIndex(0.5), 0);
});
