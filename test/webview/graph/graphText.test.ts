import assert from "node:assert/strict";
import { test } from "node:test";
import { graphSummary } from "../../../webview/graph/graphText.ts";
import { RunCurves } from "../../../webview/graph/runCurves.ts";
import { someRun } from "./someRun.ts";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test("the summary tells cost and accuracy, whence they came, and how far training is", () => {
  assert.equal(
    plain(graphSummary([new RunCurves(someRun(1, 4))])),
    "Held-out cost 0.1800, down from 0.9000; accuracy 82.0 %, up from 10.0 %; training cost 0.0025; after 400 steps, epoch 4.00.",
  );
});

test("the summary counts the earlier runs", () => {
  const runs = [1, 2, 3].map((number) => new RunCurves(someRun(number, 1)));
  assert.match(graphSummary(runs), / 2 earlier runs are drawn behind\.$/);
  assert.match(graphSummary(runs.slice(1)), / 1 earlier run is drawn behind\.$/);
});

test("the summary of a network that has not trained tells where it starts", () => {
  assert.equal(
    plain(graphSummary([new RunCurves(someRun(1, 0))])),
    "Held-out cost 0.9000; accuracy 10.0 %; after 0 steps, epoch 0.00.",
  );
});

test("the summary of an empty graph says that it is empty", () => {
  assert.match(graphSummary([]), /empty/);
  assert.match(graphSummary([new RunCurves(someRun(1, 0, { evaluations: [] }))]), /empty/);
});
