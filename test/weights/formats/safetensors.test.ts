import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";

test("a safetensors file is recognised by what stands in it, and its numbers are read where they are asked for", async () => {
  const floats = Float32Array.of(1, -2, 3.5, 0, 5, 6);
  const brain = Uint16Array.of(0x3f80, 0xc000, 0x7f80); // 1, −2, ∞
  const source = bytesSource(
    writeSafetensors({
      tensors: [
        { name: "a", dtype: "F32", shape: [2, 3], bytes: new Uint8Array(floats.buffer) },
        { name: "b", dtype: "BF16", shape: [3], bytes: new Uint8Array(brain.buffer) },
        { name: "c", dtype: "F8_E5M2", shape: [2], bytes: Uint8Array.of(1, 2) },
      ],
      metadata: new Map([["made", "by hand"]]),
    }),
  );
  const { format, tensors, metadata } = await openWeightsFile(source, "some file");
  assert.equal(format, "safetensors");
  assert.deepEqual([...metadata], [["made", "by hand"]]);
  const forms = tensors.map(({ name, dtype, shape, isReadable }) => [name, dtype, shape, isReadable]);
  assert.deepEqual(forms, [
    ["a", "F32", [2, 3], true],
    ["b", "BF16", [3], true],
    ["c", "F8_E5M2", [2], false],
  ]);
  assert.deepEqual([...tensors[0].read(2, 3)], [3.5, 0, 5]);
  assert.deepEqual([...tensors[1].read(0, 3)], [1, -2, Number.POSITIVE_INFINITY]);
  assert.throws(() => tensors[0].read(4, 200), /some file, a: expected 800 bytes from byte \d+ on, found \d+/);
  assert.throws(() => tensors[2].read(0, 1), /some file, c: expected a dtype such as F32, found F8_E5M2/);
});

test("a file of no known format is refused with the bytes it begins with", async () => {
  const source = bytesSource(Uint8Array.of(0x25, 0x50, 0x44, 0x46));
  await assert.rejects(
    openWeightsFile(source, "a.pdf"),
    /a\.pdf: expected a weights file \(.*\), found one that begins with the bytes 25 50 44 46\./,
  );
  const page = new TextEncoder().encode("\n<!DOCTYPE html>\n<html><title>Sign in</title></html>");
  await assert.rejects(
    openWeightsFile(bytesSource(page), "p"),
    / p: expected a weights file, found a web page: the download was/,
  );
  await assert.rejects(
    openWeightsFile(bytesSource(new Uint8Array(0)), "b"),
    / b: expected a weights file, found an empty file: it was perhaps not downloaded/,
  );
});

test("a pointer of Git LFS is said to be one, with what fetches the file", async () => {
  const pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
  await assert.rejects(
    openWeightsFile(bytesSource(new TextEncoder().encode(pointer)), "digits.safetensors"),
    /digits\.safetensors: expected a weights file, found a pointer of Git LFS, which stands for a file that was not fetched: run “git lfs pull”\./,
  );
});
