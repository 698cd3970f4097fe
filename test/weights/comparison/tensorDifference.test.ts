import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { outlineComparison } from "../../../extension/weights/comparison/comparisonOutline.ts";
import { compareTensors } from "../../../extension/weights/comparison/tensorDifference.ts";
import { changeTensor, comparedTensors } from "../../../extension/weights/comparison/tensorViews.ts";
import { turnedTensor } from "../../../extension/weights/tensors/turnedTensor.ts";
import { drawnParameters, finished, madeNetworkFile, madeTensor } from "./madeFile.ts";

test("lengths, cosine, the largest change and equal values are what a hand computes", () => {
  const a = madeTensor("x", [2, 2], [3, 4, 0, 0]);
  const b = madeTensor("x", [2, 2], [3, 0, -0, 0]);
  const { found } = finished(compareTensors(a, b));
  assert.equal(found.lengthA, 5);
  assert.equal(found.lengthB, 3);
  assert.equal(found.lengthOfChange, 4);
  assert.equal(found.relativeChange, 0.8);
  assert.equal(found.cosine, 0.6);
  assert.equal(found.equal, 3);
  assert.deepEqual(found.largest, { at: [0, 1], a: 4, b: 0 });
  assert.equal(found.histograms?.least, -4);
  assert.equal(found.histograms?.most, 4);
  const { a: binsOfA, change } = found.histograms ?? { a: [], change: [] };
  assert.deepEqual([binsOfA[32], binsOfA[56], binsOfA[63]], [2, 1, 1]);
  assert.deepEqual([change[0], change[32]], [1, 3]);
});

test("what is not finite is counted and left out; two that are not a number are the same", () => {
  const a = madeTensor("x", [4], [Number.NaN, Number.POSITIVE_INFINITY, 1, Number.NaN]);
  const b = madeTensor("x", [4], [Number.NaN, 5, 2, 3]);
  const { found } = finished(compareTensors(a, b));
  assert.deepEqual([found.equal, found.notFinite, found.count], [1, 3, 4]);
  assert.deepEqual([found.notFiniteInA, found.notFiniteInB], [3, 1]);
  assert.equal(found.relativeChange, 1);
  assert.deepEqual(found.largest, { at: [2], a: 1, b: 2 });
});

test("nothing is divided by nothing: zeros, no numbers at all, and numbers as large as there are", () => {
  const zeros = finished(compareTensors(madeTensor("x", [2], [0, 0]), madeTensor("x", [2], [0, 0]))).found;
  assert.deepEqual([zeros.relativeChange, zeros.cosine, zeros.largest], [null, null, null]);
  const none = finished(compareTensors(madeTensor("x", [0, 3]), madeTensor("x", [0, 3]))).found;
  assert.deepEqual([none.count, none.histograms, none.relativeChange], [0, null, null]);
  const [huge, hugeToo] = [madeTensor("x", [1], [Number.MAX_VALUE]), madeTensor("x", [1], [Number.MAX_VALUE / 2])];
  const { found } = finished(compareTensors(huge, hugeToo));
  assert.deepEqual([found.relativeChange, found.cosine], [null, null]);
  assert.deepEqual(found.largest?.at, [0]);
});

test("a tensor of several pieces is gone through in whole, and the share that is done grows to 1", () => {
  const generator = new SeededGenerator(3);
  const shape = [1000, 700];
  const a = Float64Array.from({ length: 700_000 }, () => generator.nextUniform());
  const b = a.slice();
  b[600_123] += 2;
  const { found, shares } = finished(compareTensors(madeTensor("x", shape, a), madeTensor("x", shape, b)));
  assert.equal(found.equal, 699_999);
  assert.deepEqual(found.largest?.at, [857, 223]);
  assert.equal(
    found.histograms?.a.reduce((sum, bin) => sum + bin, 0),
    700_000,
  );
  assert.ok(shares.length >= 6);
  assert.ok(shares.every((share, k) => share > (shares[k - 1] ?? 0)));
  assert.equal(shares.at(-1), 1);
});

test("a turned matrix reads the same wherever reading begins and ends", () => {
  const [rows, columns] = [5, 7];
  const numbers = Float64Array.from({ length: rows * columns }, (_, place) => place);
  const turned = turnedTensor(madeTensor("x", [rows, columns], numbers));
  assert.deepEqual(turned.shape, [columns, rows]);
  for (let from = 0; from < numbers.length; from++) {
    for (let count = 0; count <= numbers.length - from; count++) {
      const expected = Array.from({ length: count }, (_, k) => {
        const [row, column] = [Math.floor((from + k) / rows), (from + k) % rows];
        return column * columns + row;
      });
      assert.deepEqual([...turned.read(from, count)], expected, `${count} from ${from} on`);
    }
  }
});

test("a network is the same whichever way round its weights are kept", () => {
  const sizes = [12, 7, 3];
  const parameters = drawnParameters(sizes, 5);
  const a = madeNetworkFile(sizes, parameters);
  const b = madeNetworkFile(sizes, parameters, { isTransposed: true });
  for (const [one, other] of [
    [a, b],
    [b, a],
    [b, b],
  ]) {
    for (const pair of outlineComparison(one, other).pairs) {
      const tensors = comparedTensors(one, other, pair, null);
      const { found } = finished(compareTensors(tensors.a, tensors.b));
      assert.equal(found.equal, found.count);
      assert.equal(found.relativeChange, 0);
    }
  }
});

test("the change is B − A where it is read", () => {
  const change = changeTensor(madeTensor("x", [3], [1, 2, 3]), madeTensor("x", [3], [1, 5, -3]));
  assert.deepEqual([...change.read(1, 2)], [3, -6]);
});
