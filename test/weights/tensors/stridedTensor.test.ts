import assert from "node:assert/strict";
import { test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { rowMajorBoxes } from "../../../extension/weights/tensors/rowMajorBoxes.ts";
import { stridedTensor } from "../../../extension/weights/tensors/stridedTensor.ts";
import { fc } from "../../properties.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });

test("boxes hold every number of a stretch once, in order, at most two a dimension", () => {
  const stretches = shapes.chain((shape) => {
    const count = numberCount(shape);
    const stretch = fc.tuple(fc.nat(count), fc.nat(count)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b)] as const);
    return fc.tuple(fc.constant(shape), stretch);
  });
  fc.assert(
    fc.property(stretches, ([shape, [from, count]]) => {
      const boxes = rowMajorBoxes(shape, from, count);
      assert.ok(boxes.length <= Math.max(1, 2 * shape.length));
      const numbers = boxes.flatMap(({ starts, sizes, first }) => {
        const inside = indices(sizes).map((index) =>
          flatIndex(
            shape,
            index.map((i, d) => i + starts[d]),
          ),
        );
        assert.equal(inside[0], from + first);
        return inside;
      });
      assert.deepEqual(
        numbers,
        Array.from({ length: count }, (_, i) => from + i),
      );
    }),
  );
});

test("a tensor with any strides is read in row-major order, from anywhere", () => {
  const tensors = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      strides: fc.array(fc.nat(7), { minLength: shape.length, maxLength: shape.length }),
      offset: fc.nat(5),
      from: fc.nat(numberCount(shape)),
    }),
  );
  fc.assert(
    fc.property(tensors, ({ shape, strides, offset, from }) => {
      const reach = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], offset + 1);
      const storage = Float32Array.from({ length: reach }, (_, i) => i);
      const source = bytesSource(new Uint8Array(storage.buffer));
      const tensor = stridedTensor({ name: "a", dtype: "F32", shape }, source, { offset, strides }, "some.pt", true);
      const expected = indices(shape).map((index) => index.reduce((sum, i, d) => sum + i * strides[d], offset));
      const count = numberCount(shape) - from;
      assert.deepEqual([...tensor.read(from, count)], expected.slice(from));
      assert.throws(() => tensor.read(from, count + 1), /some\.pt, a: expected/);
    }),
  );
});

test("of a large transposed matrix what lies together is read together", () => {
  const [rows, columns] = [3000, 2000];
  const storage = Float32Array.from({ length: rows * columns }, (_, i) => i % 1e6);
  const bytes = bytesSource(new Uint8Array(storage.buffer));
  let readings = 0;
  const source = {
    length: bytes.length,
    read: (start: number, length: number) => {
      readings++;
      return bytes.read(start, length);
    },
  };
  const form = { name: "a", dtype: "F32", shape: [columns, rows] };
  const tensor = stridedTensor(form, source, { offset: 0, strides: [1, columns] }, "some.pt", true);
  const read = tensor.read(0, rows * columns);
  let wrong = 0;
  for (let i = 0; i < columns; i++)
    for (let j = 0; j < rows; j++) if (read[i * rows + j] !== storage[j * columns + i]) wrong++;
  assert.equal(wrong, 0);
  assert.ok(readings <= rows, `${readings} readings`);
});

/** All indices of a shape, in row-major order. */
function indices(shape: readonly number[]): number[][] {
  if (shape.length === 0) return [[]];
  const rest = indices(shape.slice(1));
  return Array.from({ length: shape[0] }, (_, i) => rest.map((index) => [i, ...index])).flat();
}

function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return index.reduce((flat, i, d) => flat * shape[d] + i, 0);
}
