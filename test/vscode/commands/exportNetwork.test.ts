import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commands, extensions, Uri, workspace } from "vscode";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { readSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { writeIdxFolder } from "../idxFolder.ts";

const workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath as string;
let scratch: string;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "downhill-export-"));
  await writeIdxFolder(join(workspaceFolder, "bars"), 600);
  await extensions.getExtension("downhill.downhill")?.activate();
});
after(() => rm(scratch, { recursive: true }));

async function run(name: string, argument: unknown): Promise<void> {
  assert.ok(await commands.executeCommand(`downhill.${name}`, argument), `downhill.${name} told of an error`);
}

/** The live network, whatever other tests have left: with one epoch behind it. */
async function trainNetwork(): Promise<void> {
  await run("newNetwork", { sizes: [784, 8, 10], seed: 1, dataset: "bars" });
  await run("train", { epochs: 1, wait: true });
}

const at = (...names: string[]) => join(scratch, ...names);
const bytesOf = async (path: string) => new Uint8Array(await readFile(path));

test("the live network is exported as an ONNX model with the weights that it is saved with", async () => {
  await trainNetwork();
  await run("exportNetwork", { format: "onnx", uri: at("digits.onnx") });
  await run("saveWeights", at("saved.safetensors"));
  const { tensors, declaredLayers } = await openWeightsFile(
    bytesSource(await bytesOf(at("digits.onnx"))),
    "digits.onnx",
  );
  const { parameters } = readSavedNetwork(await bytesOf(at("saved.safetensors")), "saved");
  assert.equal(declaredLayers?.length, 2);
  for (const [layer, { weights }] of parameters.entries()) {
    assert.ok(tensors[2 * layer].read(0, weights.length).every((weight, i) => weight === weights[i]));
  }
});

test("a script is exported with its weights beside it, named after it", async () => {
  await trainNetwork();
  await run("exportNetwork", { format: "numpy", uri: Uri.file(at("lesson.py")) });
  assert.match(await readFile(at("lesson.py"), "utf8"), /read_safetensors\(here \/ "lesson\.safetensors"\)/);
  assert.deepEqual(readSavedNetwork(await bytesOf(at("lesson.safetensors")), "lesson").shape.sizes, [784, 8, 10]);
  await run("exportNetwork", { format: "notebook", uri: at("lesson.ipynb") });
  assert.equal(JSON.parse(await readFile(at("lesson.ipynb"), "utf8")).nbformat, 4);
});

test("the curves of the run are exported, as a table and for TensorBoard", async () => {
  await trainNetwork();
  await run("exportNetwork", { format: "csv", uri: at("curves.csv") });
  const rows = (await readFile(at("curves.csv"), "utf8")).trim().split("\n");
  const last = rows[rows.length - 1];
  const first = rows.find((row) => row.split(",")[0] === last.split(",")[0]);
  assert.match(first ?? "", /^\d+,0,0,,[\d.]+,[\d.]+,$/);
  assert.match(last, /^\d+,50,1,[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
  await run("exportNetwork", { format: "tensorboard", uri: at("logs") });
  const [folder] = await readdir(at("logs"));
  assert.match(folder, /^downhill-\d{4}-\d\d-\d\dT\d{6}$/);
  const [runFolder] = await readdir(at("logs", folder));
  assert.match(runFolder, /^run-\d+$/);
  assert.match((await readdir(at("logs", folder, runFolder)))[0], /^events\.out\.tfevents\.\d+\.downhill$/);
});

test("a script that would be written over its own weights is refused, and nothing is written", async () => {
  await trainNetwork();
  await assert.rejects(
    async () => commands.executeCommand("downhill.exportNetwork", { format: "numpy", uri: at("own.safetensors") }),
    /own\.safetensors: expected another name, found the one that the weights beside it are to have\./,
  );
  assert.ok(!(await readdir(scratch)).includes("own.safetensors"));
});

test("a place that cannot be written to is said in a sentence", async () => {
  await trainNetwork();
  await writeFile(at("taken"), "not a folder");
  const uri = at("taken", "curves.csv");
  await assert.rejects(
    async () => commands.executeCommand("downhill.exportNetwork", { format: "csv", uri }),
    (error: Error) =>
      error.message.includes(`curves.csv: expected to write into ${at("taken")}, found a file in its place.`),
  );
  assert.equal(await readFile(at("taken"), "utf8"), "not a folder");
});

test("a format that there is not is refused with those that there are", async () => {
  await assert.rejects(
    async () => commands.executeCommand("downhill.exportNetwork", { format: "pdf", uri: at("digits.pdf") }),
    /downhill\.exportNetwork: format: expected onnx or pytorch or .*, found "pdf"/,
  );
  await assert.rejects(
    async () => commands.executeCommand("downhill.exportNetwork", { format: "onnx" }),
    /expected an object such as|expected a file's URI or whole path/,
  );
});
