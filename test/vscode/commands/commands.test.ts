import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { commands, extensions, Uri, workspace } from "vscode";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { nothingObserved } from "../../../extension/protocol/snapshot.ts";
import type { CommandState } from "../../../extension/vscode/commands/commandState.ts";
import type { DownhillApi } from "../../../extension/vscode/downhillApi.ts";
import { readSafetensors, writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import { writeIdxFolder } from "../idxFolder.ts";

const workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath as string;
let scratch: string;
let downhill: DownhillApi;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "downhill-commands-"));
  await writeIdxFolder(join(workspaceFolder, "bars"), 600);
  downhill = (await extensions.getExtension<DownhillApi>("downhill.downhill")?.activate()) as DownhillApi;
  await settled();
});
after(async () => {
  await rm(scratch, { recursive: true });
});

/** Resolves when what the window began with, a network of its own perhaps, is there. */
async function settled(): Promise<void> {
  const { liveNetwork } = downhill;
  while (liveNetwork.state.status === "preparing") {
    await new Promise<void>((resolve) => {
      const listening = liveNetwork.onDidChangeState(() => {
        listening.dispose();
        resolve();
      });
    });
  }
}

async function run(name: string, ...words: unknown[]): Promise<CommandState> {
  const state = await commands.executeCommand<CommandState | undefined>(`downhill.${name}`, ...words);
  assert.ok(state, `downhill.${name} was cancelled or told of an error`);
  return state;
}

const smallNetwork = { sizes: [784, 16, 16, 10], learningRate: 1.5, batchSize: 10, seed: 1, dataset: "bars" };

test("a new network on a folder of IDX files is as it was ordered, and has learnt nothing", async () => {
  const state = await run("newNetwork", smallNetwork);
  assert.equal(state.status, "paused");
  assert.deepEqual(state.sizes, [784, 16, 16, 10]);
  assert.equal(state.parameterCount, 13_002);
  assert.equal(state.seed, 1);
  assert.equal(state.step, 0);
  assert.equal(state.epoch, 0);
  assert.deepEqual([state.trainingCount, state.heldOutCount], [500, 100]);
  assert.equal(state.dataset, "bars");
  assert.deepEqual(await run("state"), state);
});

test("a new network learns with what it was told to, and its state says so", async () => {
  const choices = {
    output: "softmax",
    descent: "momentum",
    momentum: 0.8,
    l2: 0.0001,
    schedule: "cosine",
    scheduleEpochs: 5,
    initialisation: "he",
    augment: true,
  };
  const { output, ...others } = choices;
  const { learningRate: _given, ...network } = smallNetwork;
  const made = await run("newNetwork", { ...network, activation: "tanh", ...choices });
  assert.deepEqual(made.activations, ["tanh", "tanh", output]);
  assert.equal(made.activation, "tanh");
  assert.equal(made.costFunction, "crossEntropy");
  assert.equal(made.learningRate, 0.01);
  for (const [name, value] of Object.entries(others)) assert.equal(made[name as keyof CommandState], value, name);
  const trained = await run("train", { epochs: 2, wait: true });
  assert.ok((trained.cost as number) < (made.cost as number));
  const each = await run("newNetwork", { ...network, activations: ["relu", "tanh", "sigmoid"] });
  assert.deepEqual([each.activation, each.activations], [null, ["relu", "tanh", "sigmoid"]]);
});

test("training for epochs and waiting ends after them, with a lower cost", async () => {
  const before = await run("newNetwork", smallNetwork);
  const after = await run("train", { epochs: 2, wait: true });
  assert.equal(after.status, "paused");
  assert.equal(after.epoch, 2);
  assert.equal(after.step, 100);
  assert.ok((after.cost as number) < (before.cost as number));
});

test("an earlier step is shown by command, walked from, returned from, and trained on from as a new run", async () => {
  await run("newNetwork", smallNetwork);
  const present = await run("train", { epochs: 2, wait: true });
  const shown = await run("showStep", { step: 60 });
  assert.deepEqual([shown.step, shown.presentStep, shown.run], [60, 100, present.run]);
  assert.equal((await run("stepBack", {})).step, 59);
  assert.deepEqual(await run("backToPresent", {}), present);
  await run("showStep", { step: 60 });
  await run("trainOnFromHere", {});
  const branch = await run("pause", {});
  assert.equal(branch.run, (present.run as number) + 1);
  assert.ok((branch.step as number) >= 60);
  await assert.rejects(run("trainOnFromHere", {}), /This is the present/);
  await assert.rejects(run("showStep", { step: 1e9 }), /Step 1000000000: expected one from 0 to/);
  await assert.rejects(run("showStep", {}), /downhill.showStep: expected an object such as/);
});

test("training without an end is paused by command, and steps go on from there", async () => {
  await run("newNetwork", smallNetwork);
  assert.equal((await run("train", {})).status, "training");
  const paused = await run("pause", {});
  assert.equal(paused.status, "paused");
  const { step, epoch } = paused as { step: number; epoch: number };
  assert.equal((await run("step", { unit: "miniBatch" })).step, step + 1);
  assert.equal((await run("step", { unit: "example" })).step, step + 1);
  assert.equal((await run("step", { unit: "epoch" })).epoch, epoch + 1);
});

test("resetting goes back to the seed's weights, reseeding to others", async () => {
  await run("newNetwork", smallNetwork);
  const initial = join(scratch, "initial.safetensors");
  await run("saveWeights", initial);
  await run("train", { epochs: 1, wait: true });
  const reset = await run("reset", {});
  assert.deepEqual([reset.step, reset.seed], [0, 1]);
  const again = join(scratch, "again.safetensors");
  await run("saveWeights", again);
  assert.deepEqual(await readFile(again), await readFile(initial));
  const reseeded = await run("reseed", {});
  assert.equal(reseeded.step, 0);
  assert.notEqual(reseeded.seed, 1);
});

test("a neuron is inspected by its address", async () => {
  await run("newNetwork", smallNetwork);
  assert.equal((await run("inspectNeuron", "1.5")).inspected, "1.5");
  await assert.rejects(async () => run("inspectNeuron", "1.16"), /Neuron 1\.16: expected a layer from 1 to 3/);
  assert.equal((await run("state")).inspected, "1.5");
});

test("weights saved, opened and saved again are the same bytes, and training goes on to the same weights", async () => {
  await run("newNetwork", smallNetwork);
  await run("train", { epochs: 1, wait: true });
  const [first, second] = [join(scratch, "first.safetensors"), Uri.file(join(scratch, "second.safetensors"))];
  const saved = await run("saveWeights", first);
  assert.equal(saved.file, Uri.file(first).toString());
  await run("train", { epochs: 1, wait: true });
  const straightOn = join(scratch, "straight-on.safetensors");
  await run("saveWeights", straightOn);

  const opened = await run("openWeights", Uri.file(first));
  assert.deepEqual([opened.step, opened.epoch, opened.seed], [50, 1, 1]);
  await run("saveWeights", second);
  assert.deepEqual(await readFile(second.fsPath), await readFile(first));
  await run("train", { epochs: 1, wait: true });
  const continued = join(scratch, "continued.safetensors");
  await run("saveWeights", continued);
  assert.deepEqual(await readFile(continued), await readFile(straightOn));
});

test("weights from elsewhere that do not say what their neurons do are taken for what reads most digits", async () => {
  await run("newNetwork", {
    sizes: [784, 16, 10],
    activation: "relu",
    output: "softmax",
    seed: 1,
    dataset: "built-in",
  });
  await run("train", { epochs: 1, wait: true });
  const own = join(scratch, "own.safetensors");
  const { accuracy } = await run("saveWeights", own);
  const elsewhere = join(scratch, "elsewhere.safetensors");
  const { tensors } = readSafetensors(await readFile(own), "own");
  await writeFile(elsewhere, writeSafetensors({ tensors, metadata: new Map() }));
  await run("newNetwork", { ...smallNetwork, dataset: "built-in" });

  const opened = await run("openWeights", elsewhere);
  assert.deepEqual([opened.activations, opened.accuracy], [["relu", "softmax"], accuracy]);
  const { notice } = downhill.liveNetwork.state;
  assert.match(notice ?? "", /^elsewhere\.safetensors does not say .*: ReLU is assumed, and softmax for the outputs/);
});

test("a network of other inputs is looked at with pictures of its size, and learns from them", async () => {
  const weights = join(scratch, "small-pictures.safetensors");
  await writeFile(weights, writeSafetensors({ tensors: zeroTensors([64, 5, 10]), metadata: new Map() }));
  const opened = await run("openWeights", weights);
  assert.deepEqual([opened.sizes, opened.heldOutCount], [[64, 5, 10], 2000]);
  const { example } = await downhill.liveNetwork.takeSnapshot({ ...nothingObserved, activations: true });
  assert.equal(example?.pixels.length, 64);
  assert.ok((await run("train", { epochs: 1, wait: true })).epoch === 1);
});

test("a network that no labels are meant for is looked at, and does not learn", async () => {
  const weights = join(scratch, "flowers.safetensors");
  await writeFile(weights, writeSafetensors({ tensors: zeroTensors([4, 8, 3]), metadata: new Map() }));
  const opened = await run("openWeights", weights);
  assert.deepEqual([opened.sizes, opened.accuracy], [[4, 8, 3], null]);
  const observation = { ...nothingObserved, activations: true, diagnostics: true, neuron: { layer: 1, neuron: 2 } };
  const { example, exampleCost, layers, neuron } = await downhill.liveNetwork.takeSnapshot(observation);
  assert.deepEqual([example?.pixels.length, example?.label, exampleCost, neuron?.delta], [4, null, null, null]);
  assert.deepEqual([...(layers?.[0].activations ?? [])], Array(8).fill(0));
  await assert.rejects(async () => run("train", { epochs: 1 }), /it takes 4 inputs and gives 3 outputs/);
  await assert.rejects(async () => run("step", { unit: "example" }), /it takes 4 inputs and gives 3 outputs/);
});

test("weights that cannot be written leave the file that is there and the network as they were", async () => {
  const before = await run("newNetwork", smallNetwork);
  const folder = join(scratch, "a-folder.safetensors");
  await mkdir(folder);
  await assert.rejects(async () => run("saveWeights", folder));
  assert.ok((await stat(folder)).isDirectory());
  assert.deepEqual(await run("state"), before);
});

/** Weights and biases of 0. */
function zeroTensors(sizes: readonly number[]) {
  return sizes.slice(1).flatMap((size, layer) => {
    const form = (name: string, shape: number[]) => {
      const count = numberCount(shape);
      return { name: `${2 * layer}.${name}`, dtype: "F32" as const, shape, bytes: new Uint8Array(count * 4) };
    };
    return [form("weight", [size, sizes[layer]]), form("bias", [size])];
  });
}

const refusals: readonly [command: string, argument: () => unknown, message: RegExp][] = [
  ["newNetwork", () => ({ sizes: [784, 10, 11] }), /sizes: expected 10 outputs, one a digit, found 11\.$/],
  ["newNetwork", () => ({ dataset: "nowhere" }), /dataset nowhere: expected .* or a folder, found no such folder\.$/],
  [
    "newNetwork",
    () => ({ dataset: "broken" }),
    /train-labels-idx1-ubyte: expected 600 labels, the header declares 599\.$/,
  ],
  ["newNetwork", () => ({ dataset: scratch }), /expected train-images-idx3-ubyte and train-labels-idx1-ubyte/],
  ["train", () => ({ epochs: 0.5 }), /epochs: expected a whole number from 1/],
  ["step", () => ({ unit: "mile" }), /unit: expected example, miniBatch, epoch, found "mile"\.$/],
  ["inspectNeuron", () => "first", /expected a neuron's address such as 1\.5/],
  [
    "openWeights",
    () => join(scratch, "nothing.safetensors"),
    /nothing\.safetensors: expected a file that can be opened, found no such file\.$/,
  ],
  [
    "openWeights",
    () => join(scratch, "text.safetensors"),
    /text\.safetensors: expected a weights file \(.*\), found one that begins with the bytes 74 68 69 73/,
  ],
  ["saveWeights", () => 7, /expected a file's URI or whole path, found 7\.$/],
];
for (const [name, argument, message] of refusals) {
  test(`${name} refuses ${argument.toString().slice(6)} in one sentence, and the network is untouched`, async () => {
    const before = await run("newNetwork", smallNetwork);
    await writeIdxFolder(join(workspaceFolder, "broken"), 600);
    const labels = join(workspaceFolder, "broken", "train-labels-idx1-ubyte");
    const bytes = await readFile(labels);
    bytes.writeUInt32BE(599, 4);
    await writeFile(labels, bytes.subarray(0, -1));
    await writeFile(join(scratch, "text.safetensors"), "this is not a weights file");
    await assert.rejects(async () => run(name, argument()), { message });
    assert.deepEqual(await run("state"), before);
  });
}

test("the panel's page loads, observes, and draws the snapshots that it is sent", async () => {
  await run("newNetwork", smallNetwork);
  await run("openPanel");
  const drawnBefore = downhill.panel.snapshotsDrawn;
  await run("train", {});
  await until(() => downhill.panel.snapshotsDrawn >= drawnBefore + 5);
  await run("pause");
});

test("with a panel that is hidden nothing is observed", async () => {
  await run("newNetwork", smallNetwork);
  await run("openPanel");
  await until(() => downhill.panel.snapshotsDrawn > 0);
  await commands.executeCommand("workbench.action.files.newUntitledFile");
  await until(() => !downhill.panel.isVisible);
  let snapshots = 0;
  const listening = downhill.liveNetwork.onDidTakeSnapshot(() => snapshots++);
  await run("train", { epochs: 20, wait: true });
  listening.dispose();
  assert.equal(snapshots, 0);
  await commands.executeCommand("workbench.action.closeActiveEditor");
});

/** Waits for what is to happen in another process; the test's own time limit ends the wait. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const mnistFolder = process.env.DOWNHILL_MNIST ?? join(project, "..", "shared", "mnist");
test("two epochs of handwritten digits read more than 85 % of the held-out ones right", {
  skip: existsSync(mnistFolder) ? false : `no folder of MNIST at ${mnistFolder}; DOWNHILL_MNIST may name one`,
}, async () => {
  const made = await run("newNetwork", { ...smallNetwork, dataset: mnistFolder });
  assert.deepEqual([made.trainingCount, made.heldOutCount], [50_000, 10_000]);
  const trained = await run("train", { epochs: 2, wait: true });
  assert.ok((trained.accuracy as number) > 0.85, `accuracy ${trained.accuracy}`);
});
