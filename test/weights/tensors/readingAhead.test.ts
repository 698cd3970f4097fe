import assert from "node:assert/strict";
import { test } from "node:test";
import { readingAhead } from "../../../extension/weights/tensors/readingAhead.ts";
import type { StoredTensor } from "../../../extension/weights/weightsFile.ts";

test("who reads on is given what was read ahead, and every number is the right one", () => {
  const { tensor, readings } = counting(10_000_000);
  const ahead = readingAhead(tensor);
  for (let pass = 0; pass < 2; pass++) {
    for (let from = 0; from < 10_000_000; from += 100_000) {
      const numbers = ahead.read(from, 100_000);
      assert.equal(numbers.length, 100_000);
      assert.ok(numbers[0] === from && numbers[99_999] === from + 99_999, `from ${from}`);
    }
  }
  // In each pass one reading as it is asked for, then three of 4,194,304 numbers or what is left.
  assert.deepEqual(
    readings.map(([from]) => from),
    [0, 100_000, 4_200_000, 8_300_000, 0, 100_000, 4_200_000, 8_300_000],
  );
});

test("who reads here and there is given no more than that", () => {
  const { tensor, readings } = counting(1_000_000);
  const ahead = readingAhead(tensor);
  for (const [from, count] of [
    [500, 10],
    [100, 10],
    [999_990, 10],
    [0, 1_000_000],
  ]) {
    assert.equal(ahead.read(from, count)[count - 1], from + count - 1);
  }
  assert.deepEqual(readings, [
    [500, 10],
    [100, 10],
    [999_990, 10],
    [0, 1_000_000],
  ]);
});

/** A tensor of 0, 1, 2, … that notes what is read of it. */
function counting(length: number): { tensor: StoredTensor; readings: [from: number, count: number][] } {
  const readings: [number, number][] = [];
  const tensor: StoredTensor = {
    name: "counting",
    dtype: "F32",
    shape: [length],
    isReadable: true,
    read: (from, count) => {
      readings.push([from, count]);
      return Float32Array.from({ length: count }, (_, i) => from + i);
    },
  };
  return { tensor, readings };
}
