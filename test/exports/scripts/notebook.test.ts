import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PNG } from "pngjs";
import { notebook } from "../../../extension/exports/scripts/notebook.ts";
import { writeIdxFolder } from "../../vscode/idxFolder.ts";
import { findPython, runPython } from "../../weights/writers/python.ts";
import { requireAlike } from "./requireAlike.ts";
import { drawnExamples, expectedOf, runCases, scriptCases } from "./scriptCases.ts";
import { scriptFolder } from "./scriptFolder.ts";

const python = await findPython(["numpy"]);

test("the notebook is one of version 4.5, each cell with an id of its own", () => {
  for (const { scripted } of [...scriptCases, ...runCases]) {
    const { cells, nbformat, nbformat_minor, metadata } = JSON.parse(notebook(scripted));
    assert.deepEqual([nbformat, nbformat_minor, metadata.kernelspec.name], [4, 5, "python3"]);
    const ids: string[] = cells.map(({ id }: { id: string }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, cell_type, source, ...others } of cells) {
      assert.match(id, /^[a-zA-Z0-9-_]{1,64}$/);
      const fields = cell_type === "code" ? { execution_count: null, metadata: {}, outputs: [] } : { metadata: {} };
      assert.deepEqual(others, fields, id);
      assert.ok(source.every((line: unknown) => typeof line === "string"));
    }
  }
});

/** Runs a notebook's cells in order, as a kernel does, and prints what is to be compared. */
const run = `
import base64
import json
cells = [cell for cell in json.load(open("digits.py"))["cells"] if cell["cell_type"] == "code"]
names = {}
for cell in cells:
    text = "".join(cell["source"])
    exec(compile(text, cell["id"], "exec"), names)
    if cell["id"] == "pictures":
        picture = eval(text.splitlines()[-1], names)._repr_png_()
    if cell["id"] == "training":
        examples = json.load(open("examples.json"))
        pixels = names["np"].array(examples["pixels"], dtype="float32")
        outputs = names["forward"](pixels)[1][-1].tolist()
print()
print(json.dumps({"outputs": outputs, "picture": base64.b64encode(picture).decode()}))
`;

/** Runs all cells, and says whether there were pictures. */
const runAll = `
import json
cells = [cell for cell in json.load(open("digits.py"))["cells"] if cell["cell_type"] == "code"]
names = {}
for cell in cells:
    exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
print()
print("pictures:", "Picture" in names)
`;

for (const scripted of scriptCases) {
  test(`the notebook's cells run in order and give Downhill's outputs: ${scripted.name}`, async (t) => {
    assert.ok(python, "no Python that can import numpy was found; on Debian: sudo apt-get install -y python3-numpy");
    const folder = await scriptFolder(t, scripted, notebook);
    await writeIdxFolder(join(folder, "MNIST"), 600);
    const examples = drawnExamples(12, scripted.saved.shape.sizes[0]);
    const rows = { ...examples, pixels: examples.pixels.map((row) => [...row]) };
    await writeFile(join(folder, "examples.json"), JSON.stringify(rows));
    const printed = await runPython(python, run, folder);
    const { outputs, picture } = JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "");
    requireAlike({ outputs }, { outputs: expectedOf(scripted.saved, 2, examples).outputs });
    assert.match(printed, /\nheld out: cost [\d.]+, [\d.]+% read right\nepoch 3: cost [\d.]+\nheld out: /);
    const { width, height } = PNG.sync.read(Buffer.from(picture, "base64"));
    const [inputs, neurons] = scripted.saved.shape.sizes;
    const side = Math.sqrt(inputs);
    const cell = (side + 2) * Math.round(84 / side);
    assert.deepEqual([width, height], [8 * cell, Math.ceil(neurons / 8) * cell]);
  });
}

for (const scripted of runCases) {
  test(`the notebook runs a network that reads no digits: ${scripted.name}`, async (t) => {
    assert.ok(python);
    const folder = await scriptFolder(t, scripted, notebook);
    const printed = await runPython(python, runAll, folder);
    assert.match(printed, /\nThe strongest is output \d+\.\n/);
    assert.match(printed, scripted.saved.shape.sizes[0] === 784 ? /\npictures: True\n$/ : /\npictures: False\n$/);
  });
}
