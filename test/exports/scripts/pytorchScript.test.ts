import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pytorchScript } from "../../../extension/exports/scripts/pytorchScript.ts";
import { writeIdxFolder } from "../../vscode/idxFolder.ts";
import { findPython, runPython } from "../../weights/writers/python.ts";
import { requireAlike } from "./requireAlike.ts";
import { drawnExamples, expectedOf, outputsOf, runCases, scriptCases } from "./scriptCases.ts";
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
    const examples = drawnExamples(12, scripted.saved.shape.sizes[0]);
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

for (const scripted of runCases) {
  test(`the PyTorch script runs a network that reads no digits: ${scripted.name}`, { skip }, async (t) => {
    assert.ok(python);
    const folder = await scriptFolder(t, scripted, pytorchScript);
    const inputs = drawnExamples(5, scripted.saved.shape.sizes[0]);
    await writeFile(join(folder, "examples.json"), JSON.stringify(inputs.pixels.map((row) => [...row])));
    const run = `
import json, runpy
import torch
import digits
outputs = digits.network(torch.tensor(json.load(open("examples.json"))))
runpy.run_path("digits.py", run_name="__main__")
print(json.dumps(outputs.tolist()))
`;
    const printed = await runPython(python, run, folder);
    assert.match(printed, /\nThe strongest is output \d+\.\n/);
    const outputs = JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "");
    requireAlike({ outputs }, { outputs: inputs.pixels.map((pixels) => outputsOf(scripted.saved, pixels)) });
  });
}

test("the PyTorch script scales digits to a network's inputs, and learns from them", { skip }, async (t) => {
  assert.ok(python);
  const small = scriptCases.find(({ saved }) => saved.shape.sizes[0] === 64);
  assert.ok(small);
  const folder = await scriptFolder(t, small, pytorchScript);
  await writeIdxFolder(join(folder, "bars"), 600);
  const run = `import sys; sys.argv = ["digits.py", "bars", "--epochs", "2"]; import digits; digits.main()`;
  const printed = await runPython(python, run, folder);
  const costs = [...printed.matchAll(/held out: cost ([\d.]+), [\d.]+% read right\n/g)].map(([, cost]) => Number(cost));
  assert.equal(costs.length, 3);
  assert.ok(costs[2] < costs[0], `${costs[2]} after ${costs[0]}`);
});
