import assert from "node:assert/strict";
import { test } from "node:test";
import {
  defaultChoice,
  fittingChoice,
  indicesOf,
  planeSize,
  withDimension,
} from "../../../webview/weightsEditor/dimensionChoice.ts";

test("a tensor shows its last two dimensions first, those of size 1 left out", () => {
  const shown = (shape: readonly number[]) => {
    const { rowDimension, columnDimension } = defaultChoice(shape);
    return [rowDimension, columnDimension];
  };
  assert.deepEqual(shown([]), [null, null]);
  assert.deepEqual(shown([7]), [null, 0]);
  assert.deepEqual(shown([16, 784]), [0, 1]);
  assert.deepEqual(shown([10, 1]), [0, 1]);
  assert.deepEqual(shown([32, 3, 5, 5]), [2, 3]);
  assert.deepEqual(shown([64, 32, 1, 1]), [0, 1]);
  assert.deepEqual(shown([64, 1, 32]), [0, 2]);
  assert.deepEqual(shown([1, 1, 9]), [1, 2]);
});

test("a dimension chosen for rows that runs across changes places with the rows'", () => {
  const choice = defaultChoice([4, 5, 6]);
  assert.deepEqual(withDimension(choice, "rowDimension", 2), { rowDimension: 2, columnDimension: 1, at: [0, 0, 0] });
  assert.deepEqual(withDimension({ ...choice, at: [3, 0, 0] }, "columnDimension", 0), {
    rowDimension: 1,
    columnDimension: 0,
    at: [0, 0, 0],
  });
  assert.deepEqual(planeSize([4, 5, 6], withDimension(choice, "rowDimension", 0)), { rows: 4, columns: 6 });
});

test("a choice is kept where it fits, its slice within the tensor, and dropped where it does not", () => {
  const choice = { rowDimension: 0, columnDimension: 2, at: [0, 40, 0] };
  assert.deepEqual(fittingChoice(choice, [4, 5, 6]), { rowDimension: 0, columnDimension: 2, at: [0, 4, 0] });
  assert.equal(fittingChoice(choice, [4, 5]), undefined);
  assert.equal(fittingChoice({ ...choice, columnDimension: 0 }, [4, 5, 6]), undefined);
  assert.equal(fittingChoice({ ...choice, columnDimension: 3 }, [4, 5, 6]), undefined);
  assert.equal(fittingChoice({ rowDimension: null, columnDimension: 0, at: [0, 0] }, [4, 5]), undefined);
});

test("a number under the pointer is named by its index in every dimension", () => {
  assert.deepEqual(indicesOf({ rowDimension: 3, columnDimension: 1, at: [7, 0, 2, 0] }, 4, 5), [7, 5, 2, 4]);
  assert.deepEqual(indicesOf(defaultChoice([9]), 0, 8), [8]);
});
