import assert from "node:assert/strict";
import { test } from "node:test";
import { SteadyRanking } from "../../../webview/neuron/steadyRanking.ts";
import { strongest } from "../../../webview/neuron/strongest.ts";
import { fc } from "../../properties.ts";

test("strongest finds the largest absolute values, largest first", () => {
  assert.deepEqual(strongest([0.1, -3, 0, 2, -0.5], 3), [1, 3, 4]);
});

test("strongest leaves zeros out, and what is not a number", () => {
  assert.deepEqual(strongest([0, Number.NaN, -0, 1], 3), [3]);
});

test("strongest agrees with sorting everything", () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 10 }), (list, most) => {
      const sorted = [...list.keys()]
        .filter((k) => list[k] !== 0)
        .sort((a, b) => Math.abs(list[b]) - Math.abs(list[a]) || a - b);
      assert.deepEqual(strongest(list, most), sorted.slice(0, most));
    }),
  );
});

test("a ranking keeps its order for 700 ms while its subject stays", () => {
  const ranking = new SteadyRanking(2);
  assert.deepEqual(ranking.rank("1.5", [1, 2, 3], 0), [2, 1]);
  assert.deepEqual(ranking.rank("1.5", [9, 2, 3], 699), [2, 1]);
  assert.equal(ranking.nextMs, 700);
  assert.deepEqual(ranking.rank("1.5", [9, 2, 3], 700), [0, 2]);
});

test("a ranking of another subject is made at once", () => {
  const ranking = new SteadyRanking(1);
  ranking.rank("1.5", [1, 2], 0);
  assert.deepEqual(ranking.rank("1.6", [2, 1], 1), [0]);
});
