import assert from "node:assert/strict";
import { test } from "node:test";
import { hdf5Bytes } from "./hdf5Samples.ts";

test("an HDF5 file that is written later is the same to the byte", (t) => {
  const written = () => hdf5Bytes((file) => void file.create_dataset({ name: "a", data: [1, 2] }));
  const now = t.mock.method(Date, "now", () => 1e12);
  const before = written();
  now.mock.mockImplementation(() => 2e12);
  assert.ok(Buffer.from(before).equals(written()));
});
