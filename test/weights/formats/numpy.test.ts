import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import type { StoredTensor, WeightsFile } from "../../../extension/weights/weightsFile.ts";
import { writeWithPython } from "../writers/writeWithPython.ts";

/** Numbers that each kind can hold, signed and fractional where it can, as the files and the test compute them. */
const kinds = [
  { descr: "<f8", dtype: "F64", number: (i: number) => i / 7 - 3 },
  { descr: ">f8", dtype: "F64", number: (i: number) => i / 7 - 3 },
  { descr: "<f4", dtype: "F32", number: (i: number) => i / 4 - 3 },
  { descr: ">f4", dtype: "F32", number: (i: number) => i / 4 - 3 },
  { descr: "<f2", dtype: "F16", number: (i: number) => i / 4 - 3 },
  { descr: ">f2", dtype: "F16", number: (i: number) => i / 4 - 3 },
  { descr: "|i1", dtype: "I8", number: (i: number) => i - 11 },
  { descr: "<i2", dtype: "I16", number: (i: number) => 1000 * i - 11 },
  { descr: ">i2", dtype: "I16", number: (i: number) => 1000 * i - 11 },
  { descr: "<i4", dtype: "I32", number: (i: number) => 70000 * i - 11 },
  { descr: ">i4", dtype: "I32", number: (i: number) => 70000 * i - 11 },
  { descr: "<i8", dtype: "I64", number: (i: number) => 2 ** 40 * i - 11 },
  { descr: ">i8", dtype: "I64", number: (i: number) => 2 ** 40 * i - 11 },
  { descr: "|u1", dtype: "U8", number: (i: number) => 10 * i },
  { descr: "<u2", dtype: "U16", number: (i: number) => 2000 * i },
  { descr: ">u4", dtype: "U32", number: (i: number) => 100_000_000 * i },
  { descr: "<u8", dtype: "U64", number: (i: number) => 2 ** 40 * i },
  { descr: "|b1", dtype: "BOOL", number: (i: number) => i % 2 },
];
const shape = [2, 3, 4];

test("arrays that NumPy saved, of every kind of number and in either order, give their numbers", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np
i = np.arange(24)
numbers = { ${kinds.map(({ descr, number }) => `"${descr}": ${inPython(number)}`).join(", ")} }
for number, (descr, values) in enumerate(numbers.items()):
    array = values.astype(descr).reshape(2, 3, 4)
    np.save(f"{number}c.npy", array)
    np.save(f"{number}f.npy", np.asfortranarray(array))
`,
  );
  for (const [i, { descr, dtype, number }] of kinds.entries()) {
    const expected = Array.from({ length: 24 }, (_, index) => number(index));
    for (const order of ["c", "f"]) {
      const { format, tensors, remarks } = await openIn(folder, `${i}${order}.npy`);
      const [tensor] = tensors;
      assert.deepEqual({ format, remarks }, { format: "npy", remarks: [] });
      assert.deepEqual(
        { name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, isReadable: tensor.isReadable },
        { name: `${i}${order}`, dtype, shape, isReadable: true },
        descr,
      );
      assert.deepEqual([...tensor.read(0, 24)], expected, descr);
      assert.deepEqual([...tensor.read(7, 10)], expected.slice(7, 17), `${descr}, a part`);
    }
  }
});

test("a matrix in Fortran's order is read row by row, and in parts", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np
matrix = np.arange(300 * 700, dtype="<f4").reshape(300, 700)
np.save("stored.npy", np.asfortranarray(matrix))
np.savez_compressed("deflated.npz", matrix=np.asfortranarray(matrix))
`,
  );
  for (const name of ["stored.npy", "deflated.npz"]) {
    const { tensors } = await openIn(folder, name);
    assert.deepEqual(tensors[0].shape, [300, 700]);
    for (const [from, count] of [
      [0, 300 * 700],
      [699, 2],
      [12_345, 3_000],
      [300 * 700 - 1, 1],
    ]) {
      const numbers = tensors[0].read(from, count);
      assert.equal(numbers.length, count);
      assert.ok(
        numbers.every((number, i) => number === from + i),
        `${name}: ${count} numbers from ${from} on`,
      );
    }
  }
});

test("single numbers, empty arrays and rows are arrays as well", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np
np.savez("some.npz", number=np.float32(1.5), nothing=np.zeros((3, 0, 2)), row=np.arange(5), special=np.array([np.nan, np.inf, -np.inf, -0.0]))
`,
  );
  const { tensors } = await openIn(folder, "some.npz");
  const read = tensors.map((tensor) => [tensor.name, tensor.dtype, tensor.shape, numbersOf(tensor)]);
  assert.deepEqual(read, [
    ["number", "F32", [], [1.5]],
    ["nothing", "F64", [3, 0, 2], []],
    ["row", "I64", [5], [0, 1, 2, 3, 4]],
    ["special", "F64", [4], [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]],
  ]);
});

test("what holds no plain numbers is listed by name and not read", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np
class Marked:
    def __reduce__(self):
        return (open, ("executed", "w"))
np.savez("raw.npz", complex=np.zeros((2, 3), "<c8"), wide=np.zeros(2, "<c16"), text=np.array(["one", "three"]),
    bytes=np.array([b"ab"]), time=np.zeros(1, "<M8[ns]"), objects=np.array([Marked(), None], dtype=object),
    record=np.zeros(3, dtype=[("a", "<f4"), ("b", "<i4", (2, 2)), ("c", [("d", "<f8")])]))
`,
  );
  const { tensors, remarks } = await openIn(folder, "raw.npz");
  assert.deepEqual(
    tensors.map(({ name, dtype, shape, isReadable }) => [name, dtype, shape, isReadable]),
    [
      ["complex", "C64", [2, 3], false],
      ["wide", "C128", [2], false],
      ["text", "<U5", [2], false],
      ["bytes", "|S2", [1], false],
      ["time", "<M8[ns]", [1], false],
      ["objects", "|O", [2], false],
      ["record", "a <f4, b <i4, c record", [3], false],
    ],
  );
  assert.deepEqual(remarks, ['"objects" holds Python\'s own objects as a pickle, which is not read: it may run code.']);
  for (const tensor of tensors) assert.throws(() => tensor.read(0, 1), /raw\.npz, \w+: expected a dtype such as F32/);
  await assert.rejects(readFile(join(folder, "executed")), { code: "ENOENT" });
});

for (const [title, save] of [
  ["stored", "np.savez"],
  ["deflated", "np.savez_compressed"],
] as const) {
  test(`a network's arrays in a ${title} archive are read by their names, in any order`, async (t) => {
    const { folder } = await writeWithPython(
      t,
      ["numpy"],
      `
import numpy as np
W1 = np.arange(784 * 30, dtype="<f4").reshape(784, 30)
${save}("network.npz", np.arange(3), **{"dense/kernel:0": W1, "dense/bias:0": np.arange(30.0), "W2": W1[:30].T.copy(), "b2": np.zeros((1, 10))})
`,
    );
    const { format, tensors } = await openIn(folder, "network.npz");
    assert.equal(format, "npz");
    assert.deepEqual(
      tensors.map(({ name, shape }) => [name, shape]),
      [
        ["dense/kernel:0", [784, 30]],
        ["dense/bias:0", [30]],
        ["W2", [30, 30]],
        ["b2", [1, 10]],
        ["arr_0", [3]],
      ],
    );
    assert.deepEqual(numbersOf(tensors[4]), [0, 1, 2]);
    for (const from of [20_000, 100]) assert.deepEqual([...tensors[0].read(from, 3)], [from, from + 1, from + 2]);
    assert.deepEqual([...tensors[2].read(0, 3)], [0, 30, 60]);
  });
}

test("headers of NumPy's versions 2 and 3 are read", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np
from numpy.lib import format
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"{version[0]}.npy", "wb") as file:
        format.write_array(file, np.arange(4.0), version)
np.save("long.npy", np.zeros(2, dtype=[("field%d" % i, "<f4") for i in range(5000)]))
np.save("unicode.npy", np.zeros(2, dtype=[("π", "<f4")]))
`,
  );
  for (const version of [1, 2, 3]) {
    assert.deepEqual(numbersOf((await openIn(folder, `${version}.npy`)).tensors[0]), [0, 1, 2, 3]);
  }
  const [long] = (await openIn(folder, "long.npy")).tensors;
  assert.equal(long.dtype, "field0 <f4, field1 <f4, field2 <f4, field3 <f4, …");
  const [unicode] = (await openIn(folder, "unicode.npy")).tensors;
  assert.equal(unicode.dtype, "π <f4");
});

test("what stands beside arrays in an archive, and after an array, is said", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy"],
    `
import numpy as np, zipfile
np.savez("beside.npz", a=np.zeros(2))
with zipfile.ZipFile("beside.npz", "a") as archive:
    archive.writestr("notes.txt", "read me")
with open("twice.npy", "wb") as file:
    np.save(file, np.zeros(2)); np.save(file, np.zeros(3))
`,
  );
  assert.deepEqual((await openIn(folder, "beside.npz")).remarks, ['Beside arrays it holds "notes.txt".']);
  assert.deepEqual((await openIn(folder, "twice.npy")).remarks, [
    '152 bytes follow the numbers of "twice": they are not shown.',
  ]);
});

test("a zip archive of something else is refused with what it holds", async (t) => {
  const { folder } = await writeWithPython(
    t,
    [],
    `
import zipfile
with zipfile.ZipFile("other.zip", "w") as archive:
    for name in ["word/document.xml", "b", "c", "d", "e"]:
        archive.writestr(name, "text")
`,
  );
  await assert.rejects(openIn(folder, "other.zip"), {
    name: "WeightsFileError",
    message:
      "other.zip: expected NumPy arrays, a PyTorch checkpoint or a Keras model in this zip archive, " +
      'found "word/document.xml", "b", "c" and 2 more.',
  });
});

async function openIn(folder: string, name: string): Promise<WeightsFile> {
  return openWeightsFile(bytesSource(new Uint8Array(await readFile(join(folder, name)))), name);
}

function numbersOf(tensor: StoredTensor): number[] {
  return [...tensor.read(0, numberCount(tensor.shape))];
}

/** A formula in i, which reads the same in both languages but for one word. */
function inPython(number: (i: number) => number): string {
  return number.toString().replace(/^.*?=>/, "");
}
