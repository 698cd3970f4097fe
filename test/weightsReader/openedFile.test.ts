import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { BlockCache } from "../../extension/weightsReader/blockCache.ts";
import { FileSource } from "../../extension/weightsReader/fileSource.ts";
import { OpenedFile } from "../../extension/weightsReader/openedFile.ts";
import { type DiskSource, SourcesOnDisk } from "../../extension/weightsReader/sourcesOnDisk.ts";
import { makeFolder, single, writeTensors } from "./writtenWeights.ts";

const folder = makeFolder();

/** Opens files, and knows which of them are open. */
function watchedDisk(): { readonly openPaths: Set<string>; open(path: string): DiskSource } {
  const openPaths = new Set<string>();
  const open = (path: string) => {
    const source = new FileSource(path, new BlockCache());
    openPaths.add(path);
    return {
      length: source.length,
      read: (start: number, length: number) => source.read(start, length),
      modifiedMs: source.modifiedMs,
      hasChanged: () => source.hasChanged(),
      close: () => {
        openPaths.delete(path);
        source.close();
      },
    };
  };
  return { openPaths, open };
}

suite("an opened file", () => {
  test("holds its shards open, and lets go of all when it is closed", async () => {
    const shards = ["a", "b"].map((name) => writeTensors(folder, `${name}.safetensors`, [single(name, [2], [1, 2])]));
    const index = join(folder, "model.safetensors.index.json");
    writeFileSync(index, JSON.stringify({ weight_map: { a: "a.safetensors", b: "b.safetensors" } }));
    const disk = watchedDisk();
    const opened = await OpenedFile.open({ kind: "path", path: index }, new SourcesOnDisk(disk.open));
    assert.deepEqual([...opened.tensor(1).read(0, 2)], [1, 2]);
    assert.deepEqual([...disk.openPaths].sort(), [...shards, index].sort());
    opened.close();
    assert.equal(disk.openPaths.size, 0);
    assert.throws(() => opened.tensor(1).read(0, 2), /expected an open file, found that it was closed/);
  });

  test("that is refused leaves nothing open", async () => {
    const path = join(folder, "refused.npy");
    writeFileSync(path, "no array");
    const index = join(folder, "torn.safetensors.index.json");
    writeFileSync(index, JSON.stringify({ weight_map: { a: "a.safetensors", c: "refused.npy" } }));
    for (const refused of [path, index]) {
      const disk = watchedDisk();
      await assert.rejects(OpenedFile.open({ kind: "path", path: refused }, new SourcesOnDisk(disk.open)));
      assert.equal(disk.openPaths.size, 0, refused);
    }
  });

  test("does not reach beyond its folder for what it needs", async () => {
    for (const name of ["../a.safetensors", "/a.safetensors", "x/../../a.safetensors", "..\\a.safetensors"]) {
      const index = join(folder, "beyond.safetensors.index.json");
      writeFileSync(index, JSON.stringify({ weight_map: { a: name } }));
      const disk = watchedDisk();
      await assert.rejects(
        OpenedFile.open({ kind: "path", path: index }, new SourcesOnDisk(disk.open)),
        /WeightsFileError: /,
        name,
      );
    }
  });
});

suite("a file on disk", () => {
  test("is read exactly, in readings small and large, in any order", () => {
    const path = join(folder, "bytes");
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31) % 251);
    writeFileSync(path, bytes);
    const source = new FileSource(path, new BlockCache());
    const readings = [
      [0, 8],
      [8, 100],
      [32_760, 16],
      [100_000, 40_000],
      [5, 1],
      [199_999, 1],
      [199_000, 5000],
    ] as const;
    const kept = readings.map(([start, length]) => source.read(start, length));
    // All at the end: what was read first is still what it was.
    for (const [index, [start, length]] of readings.entries()) {
      assert.ok(Buffer.from(kept[index]).equals(bytes.subarray(start, start + length)), `${length} from ${start} on`);
    }
    source.close();
  });

  test("is read once where small readings go to and fro between a few places", (t) => {
    const path = join(folder, "places");
    writeFileSync(path, new Uint8Array(2_000_000));
    const source = new FileSource(path, new BlockCache());
    t.after(() => source.close());
    const buffers = new Set<ArrayBuffer>();
    for (let i = 0; i < 1000; i++) buffers.add(source.read((i % 10) * 163_840 + 1000 - (i % 7) * 100, 100).buffer);
    assert.equal(buffers.size, 10);
  });

  test("keeps two megabytes at most with all that are read in turn, and nothing once it is closed", () => {
    const cache = new BlockCache();
    const sources = Array.from({ length: 100 }, (_, i) => {
      const path = join(folder, `in turn ${i}`);
      writeFileSync(path, new Uint8Array(70_000).fill(i));
      return new FileSource(path, cache);
    });
    let most = 0;
    for (const start of [0, 36_000]) {
      for (const [i, source] of sources.entries()) {
        assert.deepEqual([...source.read(start, 2)], [i, i]);
        most = Math.max(most, cache.byteLength);
      }
    }
    assert.equal(most, 2 ** 21);
    const buffers = new Set<ArrayBuffer>();
    for (let i = 0; i < 1000; i++) buffers.add(sources[i % 20].read(i, 100).buffer);
    assert.equal(buffers.size, 20);
    for (const source of sources.slice(1)) source.close();
    assert.equal(cache.byteLength, 2 ** 15);
    sources[0].close();
    assert.equal(cache.byteLength, 0);
  });

  test("a table of contents of many small readings costs few of the system's", (t) => {
    const path = writeTensors(folder, "table.safetensors", [single("a", [50_000], new Float32Array(50_000))]);
    const source = new FileSource(path, new BlockCache());
    t.after(() => source.close());
    const buffers = new Set<ArrayBuffer>();
    for (let start = 0; start < 100_000; start += 10) buffers.add(source.read(start, 10).buffer);
    assert.ok(buffers.size <= 5, `${buffers.size} readings`);
  });
});
