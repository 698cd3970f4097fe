import assert from "node:assert/strict";
import { test } from "node:test";
import { BrokenCheckpoint, CheckpointKeeper } from "../../../extension/vscode/lastRun/checkpointKeeper.ts";
import { MemoryFiles } from "../memoryFiles.ts";
import { someCheckpoint } from "../someCheckpoint.ts";

function keeperOf(files: MemoryFiles, lines: string[] = []): CheckpointKeeper<string> {
  return new CheckpointKeeper(files, "lastRun", (line) => lines.push(line));
}

test("a checkpoint is read back as it was kept", async () => {
  const files = new MemoryFiles();
  const keeper = keeperOf(files);
  keeper.keep(someCheckpoint(40));
  await keeper.whenKept();
  assert.deepEqual(await keeperOf(files).read(), someCheckpoint(40));
});

test("there is nothing to read before anything was kept", async () => {
  const keeper = keeperOf(new MemoryFiles());
  assert.equal(await keeper.exists(), false);
  assert.equal(await keeper.read(), undefined);
});

test("of the checkpoints that wait for one being written only the newest is written", async () => {
  const files = new MemoryFiles();
  const keeper = keeperOf(files);
  const gate = Promise.withResolvers<void>();
  let weightsWritten = 0;
  let isWriting = false;
  files.beforeChange = async (change, place) => {
    if (change !== "write") return;
    assert.equal(isWriting, false, "two writes at once");
    isWriting = true;
    if (place.includes("weights")) weightsWritten++;
    await gate.promise;
    isWriting = false;
  };
  for (const step of [10, 20, 30, 40]) keeper.keep(someCheckpoint(step));
  gate.resolve();
  await keeper.whenKept();
  assert.equal(weightsWritten, 2);
  assert.equal((await keeperOf(files).read())?.step, 40);
});

// Weights and text are each written and renamed: four steps at which the machine may stop.
for (const [index, stopped] of ["weights' write", "weights' rename", "text's write", "text's rename"].entries()) {
  test(`the earlier checkpoint is whole when the machine stops at the ${stopped}`, async () => {
    const files = new MemoryFiles();
    const first = keeperOf(files);
    first.keep(someCheckpoint(20));
    await first.whenKept();
    const lines: string[] = [];
    const second = keeperOf(files, lines); // of the next session, which has not read what is there
    let changes = 0;
    files.beforeChange = () => {
      if (changes++ >= index) throw new Error("power cut");
    };
    second.keep(someCheckpoint(30));
    await second.whenKept();
    assert.match(lines.join(), /power cut/);
    files.beforeChange = () => undefined;
    assert.deepEqual(await keeperOf(files).read(), someCheckpoint(20));
  });
}

const damages: Readonly<Record<string, (files: MemoryFiles, text: string) => void>> = {
  "a text cut short": (files, text) =>
    files.contents.set("lastRun/checkpoint.json", new TextEncoder().encode(text.slice(0, 100))),
  "weights cut short": (files, text) => {
    const place = `lastRun/${JSON.parse(text).weights}`;
    files.contents.set(place, (files.contents.get(place) as Uint8Array<ArrayBuffer>).slice(0, 1000));
  },
  "weights that are gone": (files, text) => files.contents.delete(`lastRun/${JSON.parse(text).weights}`),
  "weights of another step": (files, text) =>
    files.contents.set("lastRun/checkpoint.json", new TextEncoder().encode(text.replace('"step":40', '"step":41'))),
  "weights of another shape": (files, text) =>
    files.contents.set(
      "lastRun/checkpoint.json",
      new TextEncoder().encode(text.replaceAll("[784,3,10]", "[784,4,10]")),
    ),
};
for (const [what, damage] of Object.entries(damages)) {
  test(`${what}: the checkpoint is refused in one sentence and left aside`, async () => {
    const files = new MemoryFiles();
    const keeper = keeperOf(files);
    keeper.keep(someCheckpoint(40));
    await keeper.whenKept();
    damage(files, new TextDecoder().decode(await files.read("lastRun/checkpoint.json")));
    const next = keeperOf(files);
    await assert.rejects(next.read(), BrokenCheckpoint);
    assert.equal(await next.read(), undefined);
    assert.ok([...files.contents.keys()].some((place) => /broken-\w+\.json$/.test(place)));
  });
}

test("a number that is not finite in a curve does not break its checkpoint", async () => {
  const files = new MemoryFiles();
  const keeper = keeperOf(files);
  const checkpoint = someCheckpoint(40);
  const point = { step: 3, trainingCost: Number.POSITIVE_INFINITY, gradientLength: 1 };
  keeper.keep({ ...checkpoint, runs: [{ ...checkpoint.runs[0], training: [point] }] });
  await keeper.whenKept();
  const read = await keeperOf(files).read();
  assert.deepEqual(read?.runs[0].training, [{ ...point, trainingCost: Number.NaN }]);
});
