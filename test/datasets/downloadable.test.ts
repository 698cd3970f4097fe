import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { downloadableDatasets } from "../../extension/datasets/downloadable.ts";
import { findIdxPairs, namesOf } from "../../extension/datasets/idxPairs.ts";
import { outputNamesOf } from "../../extension/datasets/outputNames.ts";

suite("a downloadable dataset", () => {
  for (const { name, files, mirrors } of downloadableDatasets) {
    test(`${name} has a training and a test pair, and no more`, () => {
      const names = files.map((file) => file.name);
      const pairs = findIdxPairs(names, name);
      assert.notEqual(pairs.test, null);
      assert.deepEqual(namesOf(pairs).sort(), names.sort());
    });

    test(`${name} has a checksum for each file, no two the same`, () => {
      const checksums = files.map((file) => file.sha256);
      for (const checksum of checksums) assert.match(checksum, /^[0-9a-f]{64}$/);
      assert.equal(new Set(checksums).size, files.length);
    });

    test(`${name} can be had from folders that a file's name can be added to`, () => {
      for (const mirror of mirrors) {
        assert.equal(new URL("train-images-idx3-ubyte.gz", mirror).href, `${mirror}train-images-idx3-ubyte.gz`);
      }
    });
  }

  test("says what its ten outputs stand for", () => {
    assert.equal(outputNamesOf("fashion-mnist")[9], "Ankle boot");
    for (const name of ["mnist", "built-in", "/some/folder"]) assert.equal(outputNamesOf(name)[9], "9");
    for (const name of ["mnist", "fashion-mnist"]) assert.equal(new Set(outputNamesOf(name)).size, 10);
  });
});
