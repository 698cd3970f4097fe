import assert from "node:assert/strict";
import { test } from "node:test";
import { epochMarks, stepsShown } from "../../../webview/graph/stepAxis.ts";
import { fc } from "../../properties.ts";

test("the first steps of an epoch fill the graph, not its left edge", () => {
  assert.equal(stepsShown(0, 5000), 250);
  assert.equal(stepsShown(300, 5000), 500);
  assert.equal(stepsShown(2600, 5000), 5000);
});

test("the graph ends at whole epochs once the first is done", () => {
  const ends = [1, 1.01, 2.5, 3.2, 4.5, 7, 9].map((epochs) => stepsShown(epochs * 100, 100) / 100);
  assert.deepEqual(ends, [1, 2, 3, 4, 6, 8, 12]);
});

test("the graph holds every step, and after the first epoch is at least half full", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      (steps, batchesPerEpoch) => {
        const shown = stepsShown(steps, batchesPerEpoch);
        assert.ok(shown >= steps && shown > 0);
        if (steps > batchesPerEpoch) assert.ok(shown <= 2 * steps, `${steps}: ${shown}`);
      },
    ),
  );
});

test("every epoch is marked where there is room", () => {
  assert.deepEqual(epochMarks(0, 3, 300, 56), [1, 2, 3]);
});

test("marks of many epochs keep their distance, at round numbers", () => {
  assert.deepEqual(epochMarks(0, 40, 800, 56), [5, 10, 15, 20, 25, 30, 35, 40]);
  assert.deepEqual(epochMarks(40.01, 60, 400, 56), [45, 50, 55, 60]);
});

test("marks are never closer than they are allowed to be", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e5, noNaN: true }),
      fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      fc.integer({ min: 1, max: 4000 }),
      fc.integer({ min: 1, max: 100 }),
      (first, epochs, width, leastDistance) => {
        const marks = epochMarks(first, first + epochs, width, leastDistance);
        for (const [k, mark] of marks.slice(1).entries()) {
          assert.ok(((mark - marks[k]) * width) / epochs >= leastDistance * (1 - 1e-9));
        }
      },
    ),
  );
});

test("a graph without width has no marks", () => {
  assert.deepEqual(epochMarks(0, 3, 0, 56), []);
  assert.deepEqual(epochMarks(3, 3, 300, 56), []);
});
