import assert from "node:assert/strict";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Group } from "h5wasm";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { hdf5Bytes, hdf5Samples } from "../samples/hdf5Samples.ts";
import { writeWithPython } from "../writers/writeWithPython.ts";

test("every kind of number that h5py writes is read as it has it, and everything else is listed", async (t) => {
  const { folder, printed } = await writeWithPython(t, ["h5py", "numpy"], kindsScript);
  const file = await openBytes(new Uint8Array(await readFile(join(folder, "kinds.h5"))));
  const numbers = file.tensors.filter(({ isReadable }) => isReadable);
  const read = numbers.map((tensor) => [
    tensor.name,
    [tensor.dtype, tensor.shape, [...tensor.read(0, numberCount(tensor.shape))]],
  ]);
  assert.deepEqual(Object.fromEntries(read), JSON.parse(printed));
  const others = file.tensors.filter(({ isReadable }) => !isReadable);
  assert.deepEqual(
    others.map(({ name, dtype, shape }) => [name, dtype, shape]),
    [
      ["record", "compound", [3]],
      ["texts", "string", [2]],
      ["unknown filter", "F32", [100]],
    ],
  );
  const refusal = /some\.h5, unknown filter: expected numbers that are deflated or plain, found the filter lzf\./;
  assert.throws(() => others[2].read(0, 1), refusal);
  assert.throws(() => others[0].read(0, 1), /some\.h5, record: expected a dtype such as F32, found compound\./);
  assert.throws(() => numbers[0].read(1, numberCount(numbers[0].shape)), /expected to read within its \d+ numbers/);
  assert.deepEqual(
    [...file.metadata],
    [
      ["list", "1, 2, 3"],
      ["number", "1.5"],
      ["text", "ünï"],
    ],
  );
  file.dispose?.();
});

const kindsScript = `
import json, h5py, numpy as np
names = {"f2": "F16", "f4": "F32", "f8": "F64", "i1": "I8", "i2": "I16", "i4": "I32", "i8": "I64", "u1": "U8",
         "u2": "U16", "u4": "U32", "u8": "U64", "b1": "BOOL"}
expected = {}
with h5py.File("kinds.h5", "w") as file:
    def add(name, dtype, values, **settings):
        file.create_dataset(name, data=values, **settings)
        expected[name] = [dtype, list(values.shape), values.astype("f8").reshape(-1).tolist()]
    for code, dtype in names.items():
        for order in "<>":
            add(order + code, dtype, np.arange(6).reshape(2, 3).astype(order + code))
    add("deflated", "F32", np.arange(100 * 7 * 3, dtype="f4").reshape(100, 7, 3), chunks=(30, 2, 2), compression="gzip", shuffle=True)
    add("checked", "F32", np.arange(100, dtype="f4"), chunks=(30,), fletcher32=True)
    add("number", "F64", np.array(2.5))
    add("nothing", "F32", np.zeros((0, 5), "f4"))
    file.create_dataset("brain", data=np.array([0x3f80, 0xc000], "<u2").view("V2")).attrs["dtype"] = "bfloat16"
    expected["brain"] = ["BF16", [2], [1, -2]]
    file.create_dataset("texts", data=["a", "b"])
    file.create_dataset("record", data=np.zeros(3, dtype=[("a", "f4"), ("b", "i4")]))
    file.create_dataset("unknown filter", data=np.arange(100, dtype="f4"), chunks=(30,), compression="lzf")
    file["by name"] = h5py.SoftLink("/number")
    file["elsewhere"] = h5py.ExternalLink("other.h5", "/a")
    file["circle"] = file["/"]
    file.attrs["text"] = "ünï"
    file.attrs["number"] = 1.5
    file.attrs["list"] = [1, 2, 3]
    file.attrs["complex"] = 1 + 2j
print(json.dumps(expected))
`;

test("a dataset is read in parts of any size as it is read whole, in chunks as well", async () => {
  const shape = [23, 7, 5];
  const data = Float32Array.from({ length: 23 * 7 * 5 }, (_, i) => i);
  const bytes = hdf5Bytes((made) => {
    made.create_dataset({ name: "chunks", data, shape, chunks: [4, 3, 5], compression: 1 });
    made.create_dataset({ name: "whole", data, shape });
  });
  const file = await openBytes(bytes);
  for (const tensor of file.tensors) {
    for (const length of [1, 4, 35, 99, 805]) {
      for (let from = 0; from + length <= data.length; from += length) {
        const read = tensor.read(from, length);
        assert.ok(read.length === length && read.every((number, i) => number === from + i), `${tensor.name} ${from}`);
      }
    }
  }
});

test("of a file's gigabytes only what is asked for is read", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["h5py"],
    `
import h5py
with h5py.File("sparse.h5", "w", libver="latest") as file:
    space = h5py.h5s.create_simple((600, 1_000_000))
    settings = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    settings.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    settings.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    h5py.h5d.create(file.id, b"large", h5py.h5t.IEEE_F32LE, space, settings)
    file["large"][599, 999_998:] = [2.5, -1]
`,
  );
  const handle = await open(join(folder, "sparse.h5"));
  t.after(() => handle.close());
  const { readSync } = await import("node:fs");
  let readBytes = 0;
  const { size } = await handle.stat();
  assert.ok(size > 2 ** 31, "its offsets do not fit into 31 bits");
  const source = {
    length: size,
    read: (start: number, length: number) => {
      const bytes = new Uint8Array(length);
      readBytes += length;
      return bytes.subarray(0, readSync(handle.fd, bytes, 0, length, start));
    },
  };
  const file = await openWeightsFile(source, "sparse.h5");
  assert.deepEqual([...file.tensors[0].read(599_999_997, 3)], [0, 2.5, -1]);
  assert.ok(readBytes < 100_000, `${readBytes} bytes were read`);
});

test("a file that is cut short is refused wherever it is cut", async () => {
  for (const { name, bytes } of hdf5Samples.filter((sample) => sample.name.endsWith(".h5"))) {
    for (let length = 8; length < bytes.length; length += 97) {
      const refusal = /^WeightsFileError: some\.h5: expected a file that HDF5 can read, found one of which it says: /;
      await assert.rejects(openBytes(bytes.slice(0, length)), refusal, `${name}, ${length}`);
    }
  }
});

test("a file whose heap would send HDF5 round in a circle is refused", async () => {
  const bytes = hdf5Bytes((file) => file.create_attribute("text", "of any length"));
  const heap = Buffer.from(bytes.buffer).indexOf("GCOL");
  assert.ok(heap > 0);
  // The length of the heap's first object: more than 32 bits hold.
  bytes[heap + 16 + 8 + 4] = 4;
  const refusal = /some\.h5: expected objects within a global heap of 4096 bytes, found one of \d+ bytes at byte 16\.$/;
  await assert.rejects(openBytes(bytes), refusal);
});

test("a source that fails while HDF5 reads it is an error in its own words", async () => {
  const [{ bytes }] = hdf5Samples;
  const source = {
    length: bytes.length,
    read: (start: number, length: number) => {
      if (start > 600) throw new Error("the disk is gone");
      return bytes.slice(start, start + length);
    },
  };
  await assert.rejects(openWeightsFile(source, "some.h5"), /^Error: the disk is gone$/);
  assert.equal((await openBytes(bytes)).tensors.length, 4);
});

test("groups that hold one another are entered once", async () => {
  const bytes = hdf5Bytes((file) => {
    const group = file.create_group("a") as Group;
    group.create_dataset({ name: "numbers", data: Float32Array.of(1) });
    for (const name of ["b", "c", "d"]) group.create_hard_link("/", name);
    file.create_hard_link("/a", "again");
  });
  const names = (await openBytes(bytes)).tensors.map(({ name }) => name);
  assert.deepEqual(names, ["a/numbers"]);
});

function openBytes(bytes: Uint8Array<ArrayBuffer>) {
  return openWeightsFile(bytesSource(bytes), "some.h5");
}
