import assert from "node:assert/strict";
import { test } from "node:test";
import { Hdf5Instance } from "../../../extension/weights/hdf5/hdf5Instance.ts";

test("the library is refused more memory than any file may take, and others are not", async () => {
  const instance = await Hdf5Instance.load(1000);
  const asked = 400 * 2 ** 20;
  const pointer = instance.run("a file", ({ module }) => module._malloc(asked));
  assert.equal(pointer, 0);
  assert.ok(instance.module.HEAPU8.length <= 160 * 2 ** 20);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 10_000 });
  assert.equal(memory.grow(5000), 1);
});
