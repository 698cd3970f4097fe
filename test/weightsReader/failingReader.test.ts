import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WeightsRefusal } from "../../extension/weightsReader/weightsClient.ts";
import { startReader } from "./startReader.ts";
import { makeFolder, single, wholeMatrix, writeTensors } from "./writtenWeights.ts";

const failingEntry = fileURLToPath(new URL("failingWorker.ts", import.meta.url));
// On a machine that is busy, a good reader may be silent for a second too.
const limits = { idleMs: 60_000, mostSilentSeconds: 3 };
const folder = makeFolder();
const [rows, columns] = [400, 100];
const numbers = Float32Array.from({ length: rows * columns }, (_, index) => index);
for (const name of ["hangs", "crashes", "well"]) {
  writeTensors(folder, `${name}.safetensors`, [single("a", [rows, columns], numbers)]);
}
const place = (name: string) => ({ kind: "path", path: join(folder, `${name}.safetensors`) }) as const;

for (const [name, message] of [
  [
    "hangs",
    "hangs.safetensors: expected a file that can be read, found that its reader made no progress for 3 seconds.",
  ],
  ["crashes", "crashes.safetensors: expected a file that can be read, found that its reader ended with code 1."],
] as const) {
  suite(`a reader that ${name}`, () => {
    test("is refused in a sentence, and the next request finds a fresh one", async (t) => {
      const reader = startReader(t, failingEntry, limits);
      const [bad, well] = await Promise.all([reader.open(place(name)), reader.open(place("well"))]);
      await assert.rejects(bad.takeStatistics(0), (error: Error) => {
        assert.ok(error instanceof WeightsRefusal);
        assert.equal(error.message, message);
        return true;
      });
      // Both were open in the worker that is gone.
      const slice = await well.readSlice(0, wholeMatrix(rows, columns));
      assert.equal(slice.values.at(-1), rows * columns - 1);
      assert.equal(bad.summary.tensors.length, 1);
      await assert.rejects(bad.readSlice(0, wholeMatrix(rows, columns)), WeightsRefusal);
      assert.equal((await well.takeStatistics(0)).max, rows * columns - 1);
    });

    test("does not keep others from their answers: what had not begun is done by the next one", async (t) => {
      const reader = startReader(t, failingEntry, limits);
      const [bad, well] = await Promise.all([reader.open(place(name)), reader.open(place("well"))]);
      const refused = assert.rejects(bad.takeStatistics(0), WeightsRefusal);
      const behind = [well.takeStatistics(0), well.readSlice(0, wholeMatrix(rows, columns))] as const;
      const opening = reader.open(place("well"));
      await refused;
      assert.equal((await behind[0]).count, rows * columns);
      assert.equal((await behind[1]).values.length, rows * columns);
      assert.equal((await opening).summary.tensors.length, 1);
    });
  });
}

test("a reader that was ended refuses in a sentence, also what was under way", async (t) => {
  const reader = startReader(t, failingEntry, limits);
  const bad = await reader.open(place("hangs"));
  const underWay = assert.rejects(bad.takeStatistics(0), /WeightsRefusal: The reader of weights files was ended\./);
  reader.dispose();
  await underWay;
  await assert.rejects(reader.open(place("well")), /WeightsRefusal: The reader of weights files was ended\./);
});
