import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { hdf5Instances } from "../../../extension/weights/hdf5/hdf5Instances.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { hdf5Samples } from "../samples/hdf5Samples.ts";

test("after a crash of HDF5 what was open is refused in a sentence, and other files are opened in a memory of their own", async () => {
  const before = await openSample();
  assert.deepEqual([...before.tensors[0].read(0, 2)], [-1, -0.75]);
  const crashed = await hdf5Instances.latest();
  assert.equal(await hdf5Instances.latest(), crashed);

  // As an engine of WebAssembly reports a trap.
  const trap = Object.assign(new Error("memory access out of bounds"), { name: "RuntimeError" });
  const crash = () =>
    crashed.run("bad.h5", () => {
      throw trap;
    });
  assert.throws(crash, {
    name: "WeightsFileError",
    message: "bad.h5: expected a file that HDF5 can read, found one on which it crashes: memory access out of bounds.",
    cause: trap,
  });
  assert.throws(() => before.tensors[0].read(0, 2), /some\.h5, .*: expected HDF5 to be there, found that it crashed/);
  before.dispose?.();

  assert.notEqual(await hdf5Instances.latest(), crashed);
  const after = await openSample();
  assert.deepEqual([...after.tensors[0].read(0, 2)], [-1, -0.75]);
});

test("an error in the project's own code is no crash of HDF5's and is thrown as it is", async () => {
  const instance = await hdf5Instances.latest();
  const mistake = () =>
    instance.run("some.h5", () => {
      throw new TypeError("a mistake");
    });
  assert.throws(mistake, TypeError);
  assert.equal(await hdf5Instances.latest(), instance);
});

function openSample() {
  const [{ bytes }] = hdf5Samples;
  return openWeightsFile(bytesSource(bytes), "some.h5");
}
