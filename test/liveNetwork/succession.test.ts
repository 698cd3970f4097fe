import assert from "node:assert/strict";
import { test } from "node:test";
import type { SavedNetwork } from "../../extension/protocol/savedNetwork.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { sameParameters } from "../network/sameParameters.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { savedBytes, savedNetwork, trainFor, whenState } from "./liveRuns.ts";
import { everything, makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

const weightsFile = (saved: SavedNetwork) => ({ name: "saved", bytes: writeSavedNetwork(saved) });

test("reset brings the initial weights back and keeps the run so far; another seed gives others", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const initial = (await savedNetwork(live)).parameters;
  await trainFor(live, 1);
  assert.ok(!sameParameters((await savedNetwork(live)).parameters, initial));
  await live.reset();
  assert.ok(sameParameters((await savedNetwork(live)).parameters, initial));
  assert.deepEqual(
    live.runs.map(({ number, evaluations }) => [number, evaluations.length]),
    [
      [1, 2],
      [2, 1],
    ],
  );
  await live.reseed(2);
  assert.ok(!sameParameters((await savedNetwork(live)).parameters, initial));
  assert.equal(live.state.network?.settings.seed, 2);
});

test("a dataset that is refused leaves network, examples and curves as they were", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const before = { state: live.state, saved: await savedNetwork(live), runs: structuredClone(live.runs) };
  await assert.rejects(
    live.create({ ...smallSettings, seed: 9 }, "broken"),
    /expected 600 labels, the header declares 599/,
  );
  assert.deepEqual(live.state, before.state);
  const after = await savedNetwork(live);
  assert.deepEqual(after.training, before.saved.training);
  assert.ok(sameParameters(after.parameters, before.saved.parameters));
  assert.deepEqual(live.runs, before.runs);
});

test("a network that had learnt something can be brought back after another took its place", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  assert.equal(live.hasReplaced, false);
  await trainFor(live, 2);
  const learnt = await savedBytes(live);
  const { runs } = live;
  const kept = structuredClone(runs);
  await live.create(plainSettings([784, 10]), "built-in");
  assert.equal(live.hasReplaced, true);
  await live.bringBackReplaced();
  assert.ok(Buffer.from(await savedBytes(live)).equals(learnt));
  assert.deepEqual(live.runs, kept);
  assert.equal(live.state.network?.dataset, "stripes");
});

test("networks asked for while another is prepared come in their order, and commands wait for the last", async (t) => {
  const { live } = makeLiveNetwork(t);
  const made = [
    live.create(smallSettings, "built-in"),
    live.create(smallSettings, "broken").catch((error: Error) => error.message),
    live.create({ ...smallSettings, seed: 2 }, "stripes"),
  ];
  await trainFor(live, 1);
  assert.equal(live.state.network?.settings.seed, 2);
  assert.equal(live.state.progress?.step, 50);
  assert.match(String((await Promise.all(made))[1]), /expected 600 labels/);
});

test("after the worker's crash requests are refused and the run is back from its last checkpoint", async (t) => {
  const { live, ports } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  await trainFor(live, 1);
  const expected = await savedBytes(live);
  const pending = live.takeSnapshot(everything);
  ports[0].terminate();
  await assert.rejects(pending, /The trainer ended/);
  const { notice } = await whenState(live, (state) => state.notice?.includes("back as it was") ?? false);
  assert.match(notice ?? "", /at step 1,200\.$/);
  assert.equal(ports.length, 2);
  assert.ok(Buffer.from(await savedBytes(live)).equals(expected));
  assert.equal(live.runs[0].training.length, 100);
  await trainFor(live, 1);
  assert.equal(live.state.progress?.epoch, 2);
});

test("an opened network without a record of its training starts at step 0, and reset brings back what was opened", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const opened = { ...(await savedNetwork(live)), training: null };
  await live.open(weightsFile(opened), smallSettings, "stripes", "elsewhere.safetensors");
  assert.deepEqual([live.state.progress?.step, live.state.network?.file], [0, "elsewhere.safetensors"]);
  await trainFor(live, 1);
  await live.reset();
  assert.ok(sameParameters((await savedNetwork(live)).parameters, opened.parameters));
});

test("a file that does not say how to learn is refused where the choices for it could not be saved again", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const sizes = [784, 4096, 1300, 10]; // 8.5 million parameters: Adam's two moments of them have no room in a header
  const parameters = sizes.slice(1).map((size, layer) => ({
    weights: new Float32Array(size * sizes[layer]),
    biases: new Float32Array(size),
  }));
  const file = weightsFile({ shape: shapeOf(sizes, "sigmoid"), parameters, training: null });
  const adam = { ...smallSettings, descent: "adam" } as const;
  await assert.rejects(live.open(file, adam, "stripes", null), /^TrainerRefusal: saved: sizes: with the descent adam/);
  assert.equal(live.state.network?.parameterCount, 13_002);
});

test("a network opened on other examples than its own says that it does not go on to the bit", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await trainFor(live, 1);
  const before = await savedNetwork(live);
  await live.open(weightsFile(before), smallSettings, "built-in", null);
  assert.match(
    live.state.notice ?? "",
    /was trained on stripes \(500 examples\); here it goes on with built-in digits/,
  );
});

test("a network trained with another arithmetic than this machine's says that it does not go on to the bit", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  const saved = await savedNetwork(live);
  assert.ok(saved.training);
  const here = saved.training.arithmetic;
  const elsewhere = here === "fused" ? "standard" : "fused";
  await live.open(weightsFile(saved), smallSettings, "stripes", null);
  assert.equal(live.state.notice, null);
  const { checkpoint } = live;
  assert.ok(checkpoint);
  const trainedElsewhere = weightsFile({ ...saved, training: { ...saved.training, arithmetic: elsewhere } });
  const { bytes: weights } = structuredClone(trainedElsewhere);
  const isSaid = new RegExp(`was trained with ${elsewhere} arithmetic; this machine has ${here}`);
  await live.open(trainedElsewhere, smallSettings, "stripes", null);
  assert.match(live.state.notice ?? "", isSaid);
  await live.restore(checkpoint);
  assert.equal(live.state.notice, null);
  await live.restore({ ...checkpoint, weights });
  assert.match(live.state.notice ?? "", isSaid);
});
