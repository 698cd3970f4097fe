import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { drawDigits } from "../../../extension/datasets/builtInDigits.ts";
import { pictureOf, sliceExamples } from "../../../extension/datasets/examples.ts";
import { fitDataset } from "../../../extension/datasets/fittedExamples.ts";
import { numpyScript } from "../../../extension/exports/scripts/numpyScript.ts";
import { fittingOf } from "../../../extension/protocol/fitting.ts";
import { writeIdxFolder } from "../../vscode/idxFolder.ts";
import { findPython, runPython } from "../../weights/writers/python.ts";
import { requireAlike } from "./requireAlike.ts";
import { drawnExamples, expectedOf, outputsOf, runCases, scriptCases } from "./scriptCases.ts";
import { scriptFolder } from "./scriptFolder.ts";

const python = await findPython(["numpy"]);

/** Uses the script as a module, and prints what is to be compared. */
const probe = `
import json
import numpy as np
import digits
examples = json.load(open("examples.json"))
pixels = np.array(examples["pixels"], dtype=np.float32)
targets = np.eye(10, dtype=np.float32)[examples["labels"]]
weighted_sums, activations = digits.forward(pixels)
mean_cost = digits.cost(weighted_sums, activations, targets).mean()
gradient, batch_cost = digits.backpropagate(pixels, targets)
digits.descend(gradient, digits.learning_rate(2.25))
assert all(tensor.dtype == np.float32 for tensor in digits.parameters)
print(json.dumps({"outputs": activations[-1].tolist(), "cost": float(mean_cost), "batchCost": float(batch_cost / len(pixels)),
    "weights": digits.weights[0].ravel().tolist(), "biases": digits.biases[0].tolist()}))
`;

for (const scripted of scriptCases) {
  test(`the NumPy script gives Downhill's outputs and takes its step: ${scripted.name}`, async (t) => {
    assert.ok(python, "no Python that can import numpy was found; on Debian: sudo apt-get install -y python3-numpy");
    const folder = await scriptFolder(t, scripted, numpyScript);
    const examples = drawnExamples(12, scripted.saved.shape.sizes[0]);
    await writeFile(
      join(folder, "examples.json"),
      JSON.stringify({ ...examples, pixels: examples.pixels.map((row) => [...row]) }),
    );
    const { batchCost, ...found } = JSON.parse(await runPython(python, probe, folder));
    const expected = expectedOf(scripted.saved, 2.25, examples);
    requireAlike(found, expected);
    requireAlike({ cost: batchCost }, { cost: expected.cost });
  });
}

test("the NumPy script shows a digit, reads a folder of digits, learns from it and keeps what it learnt", async (t) => {
  assert.ok(python);
  const folder = await scriptFolder(t, scriptCases[0], numpyScript);
  await writeIdxFolder(join(folder, "bars"), 600);
  const run = (words: string) =>
    runPython(python, `import sys; sys.argv = ["digits.py"${words}]; import digits; digits.main()`, folder);
  const shown = await run("");
  assert.match(shown, /\n {8}zero +0\.\d{3} #*\n/);
  assert.match(shown, /It is taken for .+\.\n$/);
  const before = /^held out: cost ([\d.]+), ([\d.]+)% read right\n/.exec(await run(', "bars"'));
  const learnt = /\nepoch 4: cost ([\d.]+), held out: cost ([\d.]+), ([\d.]+)% read right\n$/.exec(
    await run(', "bars", "--epochs", "2"'),
  );
  assert.ok(before && learnt);
  assert.ok(Number(learnt[2]) < Number(before[1]), `${learnt[2]} after ${before[1]}`);
  const names = await runPython(python, `import numpy; print(*numpy.load("digits-trained.npz"))`, folder);
  assert.equal(names.trim(), "0.weight 0.bias 2.weight 2.bias 4.weight 4.bias");
});

test("of a folder without labels the NumPy script says in a sentence what it expected", async (t) => {
  assert.ok(python);
  const folder = await scriptFolder(t, scriptCases[0], numpyScript);
  await writeIdxFolder(join(folder, "bars"), 600);
  await rm(join(folder, "bars", "train-labels-idx1-ubyte"));
  const run = `import digits; digits.load_digits("bars")`;
  await assert.rejects(
    runPython(python, run, folder),
    /\nbars: expected train-images-idx3-ubyte and train-labels-idx1-ubyte, found not both\.\n$/,
  );
});

for (const scripted of runCases) {
  test(`the NumPy script runs a network that reads no digits, and says why that is all: ${scripted.name}`, async (t) => {
    assert.ok(python);
    const folder = await scriptFolder(t, scripted, numpyScript);
    const inputs = drawnExamples(5, scripted.saved.shape.sizes[0]);
    await writeFile(join(folder, "examples.json"), JSON.stringify(inputs.pixels.map((row) => [...row])));
    const run = `
import json, runpy
import numpy as np
import digits
print(digits.__doc__)
outputs = digits.forward(np.array(json.load(open("examples.json")), dtype=np.float32))[1][-1]
runpy.run_path("digits.py", run_name="__main__")
print(json.dumps(outputs.tolist()))
`;
    const printed = await runPython(python, run, folder);
    assert.match(
      printed,
      /\nDownhill has not trained it yet\.\nIt (takes 13 inputs|has 26 outputs), where .+: it is run here, and/,
    );
    assert.match(printed, /\nThe strongest is output \d+\.\n/);
    const outputs = JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "");
    requireAlike({ outputs }, { outputs: inputs.pixels.map((pixels) => outputsOf(scripted.saved, pixels)) });
  });
}

test("digits are scaled to a network's inputs as Downhill scales them", async (t) => {
  assert.ok(python);
  const small = scriptCases.find(({ saved }) => saved.shape.sizes[0] === 64);
  assert.ok(small);
  const folder = await scriptFolder(t, small, numpyScript);
  const digits = drawDigits({ count: 40, seed: 1 });
  const pictures = Array.from({ length: digits.count }, (_, index) => pictureOf(digits, index));
  const none = sliceExamples(digits, 0, 0);
  const { heldOut } = fitDataset({ training: none, heldOut: digits }, fittingOf([64, 10]));
  await writeFile(join(folder, "pictures.json"), JSON.stringify(pictures.map((picture) => [...picture])));
  const run = `
import json
import numpy as np
import digits
pictures = np.array(json.load(open("pictures.json")), dtype=np.uint8).reshape(-1, 28, 28)
print(json.dumps(digits.scaled(pictures).reshape(len(pictures), -1).tolist()))
`;
  const scaled: number[][] = JSON.parse(await runPython(python, run, folder));
  // Shares are single precision here: a mean that lies at a half may be rounded to the other side.
  const differences = scaled.flatMap((picture, index) => {
    const expected = pictureOf(heldOut, index);
    return picture.map((pixel, place) => Math.abs(pixel - expected[place]));
  });
  assert.equal(differences.length, 40 * 64);
  assert.ok(Math.max(...differences) <= 1);
  assert.ok(differences.filter((difference) => difference > 0).length <= differences.length / 100);
});
