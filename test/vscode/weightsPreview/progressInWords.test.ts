import assert from "node:assert/strict";
import { test } from "node:test";
import { progressInWords } from "../../../extension/vscode/weightsPreview/progressInWords.ts";

test("a checkpoint's progress is what it calls epoch, step, loss or accuracy, by its own names and rounded", () => {
  const metadata = [
    ["epoch", "12"],
    ["best_val_loss", "0.12345"],
    ["global_step", "12000"],
  ] as const;
  assert.deepEqual(progressInWords(metadata), ["epoch 12", "best_val_loss 0.1235", "global_step 12,000"]);
});

test("settings, texts, and what is no finite number are no progress", () => {
  for (const [name, text] of [
    ["optimizer.param_groups.0.lr", "0.001"],
    ["optimizer.state.epoch", "3"],
    ["format", "pt"],
    ["epoch", ""],
    ["epoch", "third"],
    ["loss", "nan"],
    ["ir_version", "8"],
    ["stepsize", "8"],
  ] as const) {
    assert.deepEqual(progressInWords([[name, text]]), [], `${name}: ${text}`);
  }
});
