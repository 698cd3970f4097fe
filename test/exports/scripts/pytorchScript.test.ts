import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pytorchScript } from "../../../extension/exports/scripts/pytorchScript.ts";
import { writeIdxFolder } from "../../vscode/idxFolder.ts";
import { findPython, runPython } from "../../weights/writers/python.ts";
import { requireAlike } from "./requireAlike.ts";
import { drawnExamples, expectedOf, scriptCases } from "./scriptCases.ts";
import { scriptFolder } from "./scriptFolder.ts";

const python = await findPython(["torch"]);
const skip = python === undefined && "no Python that can import torch was found; TORCH_PATH may name its folder";

/** Uses the script as a module, and prints what is to be compared. */
const probe = `
import json
import torch
import digits
examples = json.load(open("examples.json"))
pixels, labels = torch.tensor(examples["pixels"]), torch.tensor(examples["labels"])
outputs = digits.network(pixels)
mean_cost = digits.cost(pixels, labels)
if hasattr(digits, "restore_optimizer"):
    digits.restore_optimizer()
digits.step(pixels, labels, digits.learning_rate(2))
print(json.dumps({"outputs": outputs.tolist(), "cost": mean_cost.item(),
    "weights": digits.network[0].weight.ravel().tolist(), "biases": digits.network[0].bias.tolist()}))
`;

for (const scripted of scriptCases) {
  test(`the PyTorch script gives Downhill's outputs and takes its step: ${scripted.name}`, { skip }, async (t) => {
    assert.ok(python);
    const folder = await scriptFolder(t, scripted, pytorchScript);
    const examples = drawnExamples(12);
    const rows = { ...examples, pixels: examples.pixels.map((row) => [...row]) };
    await writeFile(join(folder, "examples.json"), JSON.stringify(rows));
    // The epoch at which the file's momentum was left: of a changed learning rate PyTorch's takes another account.
    requireAlike(JSON.parse(await runPython(python, probe, folder)), expectedOf(scripted.saved, 2, examples));
  });
}

test("the PyTorch script shows a digit, reads a folder of digits, and learns from it", { skip }, async (t) => {
  assert.ok(python);
  const folder = await scriptFolder(t, scriptCases[0], pytorchScript);
  await writeIdxFolder(join(folder, "bars"), 600);
  const script = `
import sys
import digits
for words in [], ["bars"], ["bars", "--epochs", "2"]:
    sys.argv = ["digits.py"] + words
    digits.main()
import torch
print(*torch.load("digits-trained.pt"))
`;
  const printed = await runPython(python, script, folder);
  assert.match(printed, /\n {8}zero +0\.\d{3} #*\n/);
  assert.match(printed, /\nIt is taken for .+\.\n/);
  const before = /\nheld out: cost ([\d.]+), [\d.]+% read right\n/.exec(printed);
  const learnt = /\nepoch 4: cost [\d.]+, held out: cost ([\d.]+), [\d.]+% read right\n/.exec(printed);
  assert.ok(before && learnt);
  assert.ok(Number(learnt[1]) < Number(before[1]), `${learnt[1]} after ${before[1]}`);
  assert.match(printed, /\n0\.weight 0\.bias 2\.weight 2\.bias 4\.weight 4\.bias\n$/);
});
