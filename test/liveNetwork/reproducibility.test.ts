import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Checkpoint } from "../../extension/liveNetwork/checkpoint.ts";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { layerActivations } from "../../extension/network/networkShape.ts";
import { type NetworkSettings, plainSettings } from "../../extension/protocol/settings.ts";
import { nodeFiles } from "../../extension/vscode/files/nodeFiles.ts";
import { CheckpointKeeper } from "../../extension/vscode/lastRun/checkpointKeeper.ts";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { checkpointAt, savedBytes, trainFor, whenState } from "./liveRuns.ts";
import { everything, makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

const resumeInNewProcess = fileURLToPath(new URL("resumeInNewProcess.ts", import.meta.url));

/** One of every kind of state that a descent may carry from one mini-batch to the next. */
const variants: Readonly<Record<string, NetworkSettings>> = {
  "a plain descent": smallSettings,
  "momentum with L2 along a cosine": {
    ...smallSettings,
    descent: "momentum",
    learningRate: 0.15,
    l2: 0.001,
    schedule: "cosine",
    scheduleEpochs: 2,
  },
  "Adam with softmax outputs": {
    ...smallSettings,
    activations: layerActivations(smallSettings.sizes, "relu", "softmax"),
    cost: "crossEntropy",
    initialisation: "he",
    descent: "adam",
    learningRate: 0.001,
  },
  "a learning rate that falls as 1/t, on augmented digits": {
    ...smallSettings,
    schedule: "inverseTime",
    augment: true,
  },
};
const epochs = 3;
/** of the stripes' 500 examples, ten a mini-batch */
const stepsPerEpoch = 50;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** of what a run without interruptions saves at its end, by variant */
const expected = new Map<string, string>();

for (const [name, settings] of Object.entries(variants)) {
  test(`${name}: a run that was watched, paused, stepped, inspected, scrubbed, saved, opened and resumed learns the same bits`, async (t) => {
    const straight = makeLiveNetwork(t);
    await straight.live.create(settings, "stripes");
    await trainFor(straight.live, epochs);
    expected.set(name, sha256(await savedBytes(straight.live)));

    const { live } = makeLiveNetwork(t);
    await live.create(settings, "stripes");
    await watchAndStep(live);
    const middle = { name: "saved", bytes: await savedBytes(live) };
    await live.step("epoch");
    assert.equal(live.state.progress?.epoch, 1);
    await live.reset();
    await live.open(middle, smallSettings, "stripes", null);
    assert.equal(live.state.notice, null);
    await trainFor(live, 1);
    const afterAnEpoch = await checkpointAt(live, stepsPerEpoch);
    await live.step("miniBatch");
    const withinAnEpoch = await checkpointAt(live, stepsPerEpoch + 1);

    for (const checkpoint of [afterAnEpoch, withinAnEpoch]) {
      const other = makeLiveNetwork(t);
      await other.live.restore(checkpoint);
      await trainFor(other.live, epochs - 1);
      assert.equal(sha256(await savedBytes(other.live)), expected.get(name));
      assert.equal(await resumedElsewhere(t, checkpoint), expected.get(name));
    }

    // On from an earlier step, as a new run.
    const { length: runsBefore } = live.runs;
    await live.showStep(stepsPerEpoch - 7);
    await trainFor(live, epochs);
    assert.equal(live.runs.length, runsBefore + 1);
    assert.equal(sha256(await savedBytes(live)), expected.get(name));
  });
}

test("each of these descents learns something else", () => {
  assert.equal(new Set(expected.values()).size, Object.keys(variants).length);
});

test("a checkpoint that the first Downhill kept comes back to the bit, and goes on as if it had been trained here, but for rounding", async (t) => {
  // A copy: what could not be read would be left aside under another name.
  const folder = await temporaryFolder(t);
  await cp(new URL("../fixtures/checkpointFormat1", import.meta.url), folder, { recursive: true });
  const checkpoint = await new CheckpointKeeper(nodeFiles, folder, assert.fail).read();
  assert.ok(checkpoint);
  const { live } = makeLiveNetwork(t);
  await live.restore(checkpoint);
  const settings = plainSettings([784, 3, 10], "relu");
  assert.deepEqual([live.state.network?.settings, live.runs[0].settings], [settings, settings]);
  assert.deepEqual([live.state.progress?.step, live.state.inspected], [51, { layer: 1, neuron: 2 }]);
  const { notice } = live.state;
  const kept = readSavedNetwork(await readFile(join(folder, "weights-a.safetensors")), "kept").parameters;
  assert.ok(sameParameters(await parametersOf(live), kept));
  await trainFor(live, epochs - 1);

  const straight = makeLiveNetwork(t);
  await straight.live.create(settings, "stripes");
  await trainFor(straight.live, epochs);
  // The first Downhill added up the mini-batches that end in a point of the curve, here each of 150, in another order: a number
  // below 4 is rounded by 2⁻²³ at most in each, and the sum of ten examples by as much for each.
  const [there, here] = [await parametersOf(live), await parametersOf(straight.live)];
  const most = 150 * 11 * 2 ** -23;
  for (const [layer, { weights, biases }] of there.entries()) {
    const numbers = [...weights, ...biases];
    const others = [...here[layer].weights, ...here[layer].biases];
    const off = numbers.reduce((worst, number, k) => Math.max(worst, Math.abs(number - others[k])), 0);
    assert.ok(off <= most, `layer ${layer + 1}: off by ${off}`);
  }
  // It was made with fused arithmetic; a machine without says so.
  const { arithmetic } = readSavedNetwork(await savedBytes(live), "saved").training ?? {};
  assert.equal(notice === null, arithmetic === "fused");
  if (notice !== null) assert.match(notice, /was trained with fused arithmetic; this machine has standard/);
});

async function parametersOf(live: LiveNetwork) {
  return readSavedNetwork(await savedBytes(live), "saved").parameters;
}

/** Everything that must not make a difference, and some mini-batches; ends in the middle of one. */
async function watchAndStep(live: LiveNetwork): Promise<void> {
  live.onDidTakeSnapshot(() => live.snapshotDrawn());
  await live.observe(everything);
  for (const unit of ["example", "example", "miniBatch", "example"] as const) await live.step(unit);
  live.inspectNeuron({ layer: 1, neuron: 5 });
  await live.showNextWrong("heldOut");
  await live.setPace(1000);
  await live.train();
  await whenState(live, ({ progress }) => (progress?.step ?? 0) > 5);
  await live.pause();
  await live.setPace(null);
  await live.takeSnapshot(everything);
  await live.showStep(2);
  await live.takeSnapshot(everything);
  await live.stepBack();
  await live.showStep(null);
  await live.step("example");
}

/** @returns SHA-256 of what a new process saves after it has brought the checkpoint back and trained to the end */
async function resumedElsewhere(t: TestContext, checkpoint: Checkpoint): Promise<string> {
  const folder = await temporaryFolder(t);
  const keeper = new CheckpointKeeper(nodeFiles, folder, assert.fail);
  keeper.keep(checkpoint);
  await keeper.whenKept();
  const { stdout } = await promisify(execFile)(process.execPath, [resumeInNewProcess, folder, `${epochs - 1}`]);
  return stdout;
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "downhill-checkpoint-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}
