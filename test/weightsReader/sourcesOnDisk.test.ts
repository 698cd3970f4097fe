import assert from "node:assert/strict";
import { test } from "node:test";
import { WeightsFileError } from "../../extension/weights/weightsFileError.ts";
import { SourcesOnDisk } from "../../extension/weightsReader/sourcesOnDisk.ts";

/** A disk that has nothing on it, and counts how often that is asked. */
function emptyDisk(): { readonly sources: SourcesOnDisk; readonly asked: string[] } {
  const asked: string[] = [];
  const sources = new SourcesOnDisk((path) => {
    asked.push(path);
    const cause = Object.assign(new Error("no such file"), { code: "ENOENT" });
    throw new WeightsFileError(path, "expected a file, found none.", { cause });
  });
  return { sources, asked };
}

test("a file that is not there is looked for once", () => {
  const { sources, asked } = emptyDisk();
  for (let i = 0; i < 1000; i++) assert.equal(sources.openIfThere("a.bin"), undefined);
  assert.deepEqual(asked, ["a.bin"]);
});

test("a weights file that asks for thousands of files that are not there is refused", () => {
  const { sources, asked } = emptyDisk();
  assert.throws(
    () => {
      for (let i = 0; i < 100_000; i++) sources.openIfThere(`${i}.bin`);
    },
    {
      name: "WeightsFileError",
      message: "4096.bin: expected at most 4096 missing files of those that a weights file names, found more.",
    },
  );
  assert.equal(asked.length, 4097);
});
