import { type BadFile, floats, lengthPrefix, sparseSource, utf8 } from "./badFile.ts";

export function badSafetensors(): BadFile[] {
  return [
    file("cut within its length", fileOf(tensors({ a: [0, 4] }), 4).slice(0, 5), {
      refused: /expected a weights file \(.*\), found one that begins with the bytes/,
    }),
    file("cut within its header", fileOf(tensors({ a: [0, 4] }), 4).slice(0, 30), {
      refused:
        /^bad\.safetensors: expected a safetensors header of at most 22 bytes, its first eight bytes declare \d+: it is cut short, or no such file\.$/,
    }),
    file("cut within its numbers", fileOf(tensors({ a: [0, 400] }), 399), {
      refused:
        /^bad\.safetensors, a: expected data_offsets \[start, end\] within the file's 399 bytes of numbers, found \[0,400\]\.$/,
    }),
    file("whose header is longer than any", sparseSource(2 ** 40, [{ start: 0, bytes: header(2n ** 39n, "{") }]), {
      refused: /expected a weights file/,
    }),
    file("whose header is 99 MB of nothing", sparseSource(2 ** 40, [{ start: 0, bytes: header(99_000_000n, "{") }]), {
      refused: /^bad\.safetensors: expected its header to take at most \d+ bytes beside its long texts, found more\.$/,
    }),
    file("whose header comes to a thousand times its length", fileOf(`{"a":[${"{},".repeat(5_000_000)}0]}`, 0), {
      refused:
        /^bad\.safetensors: expected its header to take at most 64 MB in memory, found what comes to about 441 MB\.$/,
    }),
    file(
      "of a million dimensions",
      fileOf(`{"a":{"dtype":"F32","shape":[${"1,".repeat(1_000_000)}1],"data_offsets":[0,4]}}`, 4),
      { refused: /^bad\.safetensors, a: expected a shape of at most 64 dimensions, found 1000001\.$/ },
    ),
    file(
      "whose header has a million lists in each other",
      fileOf(`{"a":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`, 0),
      {
        refused: /^bad\.safetensors, a: expected dtype, shape and data_offsets, found lists\.$/,
      },
    ),
    file("two of whose tensors lie over one another", fileOf(tensors({ a: [0, 8], b: [4, 12] }), 12), {
      refused: /^bad\.safetensors, b: expected its bytes to begin at 8, where the tensor before ends, found 4\.$/,
    }),
    file("with a hole between its tensors", fileOf(tensors({ a: [0, 4], b: [8, 12] }), 12), {
      refused: /^bad\.safetensors, b: expected its bytes to begin at 4, where the tensor before ends, found 8\.$/,
    }),
    file("with bytes after its tensors", fileOf(tensors({ a: [0, 4] }), 12), {
      refused: /^bad\.safetensors: expected the last tensor to end with the file, found 8 bytes after it\.$/,
    }),
    file("whose offsets are below zero", fileOf(tensors({ a: [-4, 0] }), 4), {
      refused: /, a: expected data_offsets .*, found \[-4,0\]\.$/,
    }),
    file("whose offsets are fractions", fileOf(tensors({ a: [0.5, 4.5] }), 8), {
      refused: /, a: expected data_offsets .*, found \[0\.5,4\.5\]\.$/,
    }),
    file(
      "whose shape is of absurd size",
      fileOf('{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,4]}}', 4),
      {
        refused:
          /, a: expected 3\.24\S+e\+32 bytes for F32 of shape \[9007199254740991,9007199254740991\], its data_offsets span 4\.$/,
      },
    ),
    file("whose shape is below zero", fileOf('{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}', 4), {
      refused: /, a: expected a shape such as \[16, 784\], found \[-1,-1\]\.$/,
    }),
    file("of an unknown dtype", fileOf('{"a":{"dtype":"F7","shape":[1],"data_offsets":[0,4]}}', 4), {
      refused: /, a: expected a dtype such as F32, found "F7"\.$/,
    }),
    file(
      "with a name twice",
      fileOf(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      {
        refused: /^bad\.safetensors: expected every name in its header once, found "\\u0061" twice\.$/,
      },
    ),
    file("with a name of a million characters", fileOf(tensors({ ["long".repeat(250_000)]: [0, 4] }), 4), {
      refused: /^bad\.safetensors: expected names in its header of at most 8192 bytes, found one of 1000000\.$/,
    }),
    file("with a name of 99 MB", longText('{"', 99_000_000, '":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'), {
      refused: /^bad\.safetensors: expected names in its header of at most 8192 bytes, found one of 99000000\.$/,
    }),
    file("with a name of 1001 characters", fileOf(tensors({ ["n".repeat(1001)]: [0, 4] }), 4), {
      refused: /^bad\.safetensors: expected tensors' names of at most 1000 characters, found one of 1001\.$/,
    }),
    file("with a name of 999 characters that cannot be", fileOf(tensors({ ["long".repeat(249)]: [0, 4] }), 3), {
      refused: /^bad\.safetensors, long.*…long.*: expected data_offsets .*\.$/,
    }),
    file("with names of 40 MB together", fileOf(tensors(longNames(40_000)), 0), {
      refused: /^bad\.safetensors: expected its header to take at most \d+ bytes beside its long texts, found more\.$/,
    }),
    file("whose metadata has a text of 99 MB", longText('{"__metadata__":{"a":"', 99_000_000, '"}}'), { shown: /^$/ }),
    file(
      "whose numbers are all NaN",
      fileOf('{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}', floats(NaN, NaN, NaN, NaN)),
      { shown: /^$/ },
    ),
  ];
}

function file(title: string, content: BadFile["content"], comes: BadFile["comes"]): BadFile {
  return { title, name: "bad.safetensors", content, comes };
}

function fileOf(json: string, numbers: number | Uint8Array): Uint8Array<ArrayBuffer> {
  const text = utf8(json);
  const bytes = typeof numbers === "number" ? new Uint8Array(numbers) : numbers;
  return new Uint8Array(Buffer.concat([lengthPrefix(BigInt(text.length)), text, bytes]));
}

/** @param length that is declared */
function header(length: bigint, start: string): Uint8Array {
  return Buffer.concat([lengthPrefix(length), utf8(start)]);
}

/** A file whose header has a text of so many bytes in it, which take no room. */
function longText(before: string, textBytes: number, after: string): BadFile["content"] {
  const end = 8 + before.length + textBytes;
  const stretches = [
    { start: 0, bytes: header(BigInt(end - 8 + after.length), before) },
    { start: end, bytes: utf8(after) },
  ];
  return sparseSource(end + after.length, stretches, "n");
}

/** Of a thousand bytes each, of tensors of no numbers. */
function longNames(count: number): Readonly<Record<string, readonly [start: number, end: number]>> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`.padStart(1000, "n"), [0, 0]]));
}

/** Single precision, of one number or as many as the offsets span. */
function tensors(offsets: Readonly<Record<string, readonly [start: number, end: number]>>): string {
  const entries = Object.entries(offsets).map(([name, [start, end]]) => [
    name,
    { dtype: "F32", shape: [(end - start) / 4], data_offsets: [start, end] },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
