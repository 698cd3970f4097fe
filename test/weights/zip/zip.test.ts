import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { type ByteSource, bytesSource, readBytes } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import { isZip } from "../../../extension/weights/zip/isZip.ts";
import { readZip, type ZipEntry } from "../../../extension/weights/zip/zip.ts";
import { writeZip, type ZipContent } from "../samples/writeZip.ts";

const text = (words: string) => new TextEncoder().encode(words);
const some: readonly ZipContent[] = [
  { name: "stored", bytes: text("as it is"), paddingBytes: 40 },
  { name: "folder/deflated", bytes: text("again and ".repeat(500)), isDeflated: true },
  { name: "empty", bytes: text("") },
  { name: "empty and deflated", bytes: text(""), isDeflated: true },
];

for (const [title, archive] of [
  ["a zip", writeZip(some)],
  ["a zip with a comment", writeZip(some, { comment: "PK\u0005\u0006 is said here too" })],
  [
    "a zip64",
    writeZip(
      some.map((content) => ({ ...content, isWide: true })),
      { isWide: true },
    ),
  ],
] as const) {
  test(`${title} gives its entries' names, lengths and content`, () => {
    assert.ok(isZip(archive));
    const entries = readZip(bytesSource(archive), "a.zip");
    assert.deepEqual(
      entries.map(({ name, length, isStored }) => ({ name, length, isStored })),
      some.map(({ name, bytes, isDeflated }) => ({ name, length: bytes.length, isStored: !isDeflated })),
    );
    for (const [i, { bytes }] of some.entries()) assert.deepEqual(contentOf(entries[i]), bytes);
  });
}

test("a zip without entries is one", () => {
  const archive = writeZip([]);
  assert.ok(isZip(archive));
  assert.deepEqual(readZip(bytesSource(archive), "a.zip"), []);
});

test("of a stored entry no more is read than what is asked for, and its headers", () => {
  const bytes = new Uint8Array(1_000_000).fill(7);
  const archive = bytesSource(writeZip([{ name: "large", bytes }]));
  let readFrom = 0;
  const counted: ByteSource = {
    length: archive.length,
    read(start, length) {
      readFrom += length;
      return archive.read(start, length);
    },
  };
  const [entry] = readZip(counted, "a.zip");
  assert.deepEqual([...entry.open().read(500_000, 3)], [7, 7, 7]);
  assert.ok(readFrom < 70_000, `${readFrom} bytes were read; the end and its longest comment have 65,557`);
});

test("a deflated entry is read in any order, and reading on inflates nothing twice", () => {
  const bytes = noise(300_000);
  const archive = bytesSource(writeZip([{ name: "large", bytes, isDeflated: true }]));
  let reads = 0;
  const counted: ByteSource = {
    length: archive.length,
    read(start, length) {
      reads++;
      return archive.read(start, length);
    },
  };
  const content = readZip(counted, "a.zip")[0].open();
  reads = 0;
  for (let start = 0; start < bytes.length; start += 1000) {
    assert.deepEqual(content.read(start, 1000), bytes.subarray(start, start + 1000));
  }
  // Pieces of 128 bytes, doubled up to 16 KiB.
  assert.equal(reads, 8 + Math.ceil((archive.length - 200 - 16384) / 16384));
  assert.deepEqual(content.read(10, 20), bytes.subarray(10, 30));
  assert.deepEqual(content.read(250_000, 100_000), bytes.subarray(250_000));
  assert.deepEqual(content.read(100_000, 70_000), bytes.subarray(100_000, 170_000));
});

const cannotBeRead: readonly (readonly [title: string, archive: Uint8Array<ArrayBuffer>, sentence: RegExp])[] = [
  [
    "that is cut off",
    writeZip(some).subarray(0, -30),
    /^a\.zip: expected a zip archive's end in its last \d+ bytes, found none: it is cut short\.$/,
  ],
  [
    "that is shorter than its end",
    Uint8Array.of(0x50, 0x4b, 5, 6, 0, 0),
    /^a\.zip: expected a zip archive's end in its last 6 bytes, found none/,
  ],
  ["with a name twice", writeZip([some[0], some[0]]), /^a\.zip: expected every name once, found "stored" twice\.$/],
  [
    "whose entry lies over the next",
    writeZip([{ ...some[0], declared: { storedLength: 100, length: 100 } }, some[1]]),
    /^a\.zip, stored: expected its 100 bytes to end before "folder\/deflated" at byte \d+, found them ending at 136 or after it\.$/,
  ],
  [
    "two of whose entries are one",
    writeZip([some[0], { ...some[2], declared: { start: 0 } }]),
    /^a\.zip, stored: expected its 8 bytes to end before "empty" at byte 0, found/,
  ],
  [
    "whose last entry lies over the table",
    writeZip([{ ...some[0], declared: { length: 100, storedLength: 100 } }]),
    /^a\.zip, stored: expected its 100 bytes to end before the table of contents at byte 84, found/,
  ],
  [
    "whose entry lies outside it",
    writeZip([{ ...some[0], declared: { start: 2 ** 31 } }]),
    /^a\.zip, stored: expected its 8 bytes to end before the table of contents/,
  ],
  [
    "whose entry lies outside it in 64 bits",
    writeZip([{ ...some[0], isWide: true, declared: { start: 2 ** 52 } }]),
    /^a\.zip, stored: expected its 8 bytes/,
  ],
  [
    "whose table is said to hold more entries",
    lyingEnd(10, 3, 2),
    /^a\.zip: expected a whole zip archive, found part 0 with 1 of 3 entries\.$/,
  ],
  [
    "whose table is said to be elsewhere",
    lyingEnd(16, 3, 4),
    /^a\.zip: expected the table of contents to end at byte 136, where the archive's end begins; it declares 52 bytes from byte 3 on\.$/,
  ],
];
for (const [title, archive, sentence] of cannotBeRead) {
  test(`a zip ${title} is refused in a sentence`, () => {
    assert.throws(() => readZip(bytesSource(archive), "a.zip"), { name: "WeightsFileError", message: sentence });
  });
}

test("a zip whose table of contents holds fewer entries than it says is refused before they are looked for", () => {
  const archive = lyingEnd(8, 40_000 * 65537, 4);
  assert.throws(() => readZip(bytesSource(archive), "a.zip"), {
    name: "WeightsFileError",
    message: "a.zip: expected a table of contents of 40000 entries, found 52 bytes of them.",
  });
});

const zeros = new Uint8Array(1_000_000);
const cannotBeOpened: readonly (readonly [title: string, content: ZipContent, sentence: RegExp])[] = [
  [
    "is encrypted",
    { ...some[0], declared: { flags: 1 } },
    /^a\.zip, stored: expected a readable entry, found an encrypted one\.$/,
  ],
  [
    "is compressed otherwise",
    { ...some[0], declared: { method: 12 } },
    /^a\.zip, stored: expected a stored or deflated entry \(method 0 or 8\), found method 12\.$/,
  ],
  [
    "has another name in its header",
    { ...some[0], nameInHeader: "sorted" },
    /^a\.zip, stored: expected its own header to say the same as the table of contents, found another name or method at byte 0\.$/,
  ],
  [
    "declares more than is stored",
    { ...some[0], declared: { length: 9 } },
    /^a\.zip, stored: expected 8 bytes of content, as many as are stored, the table of contents declares 9\.$/,
  ],
  [
    "declares more than deflate can make",
    { name: "bomb", bytes: zeros, isDeflated: true, declared: { length: 4e9 } },
    /^a\.zip, bomb: expected at most \d+ bytes of content, all that \d+ deflated bytes can hold, the table of contents declares 4000000000\.$/,
  ],
];
for (const [title, content, sentence] of cannotBeOpened) {
  test(`a zip's entry that ${title} is refused in a sentence`, () => {
    const [entry] = readZip(bytesSource(writeZip([content])), "a.zip");
    assert.throws(() => entry.open(), { name: "WeightsFileError", message: sentence });
  });
}

test("a header that leaves its entry no room is refused", () => {
  const archive = writeZip([some[0], some[1]]);
  archive[28] = 41; // bytes of the extra field
  const [entry] = readZip(bytesSource(archive), "a.zip");
  assert.throws(
    () => entry.open(),
    /a\.zip, stored: expected its 8 bytes to end before byte 84, found them beginning at 77 only/,
  );
});

test("an entry is inflated to the length it declares and not further", () => {
  const length = 10;
  const [entry] = readZip(
    bytesSource(writeZip([{ name: "bomb", bytes: zeros, isDeflated: true, declared: { length } }])),
    "a.zip",
  );
  assert.throws(() => contentOf(entry), {
    name: "WeightsFileError",
    message: "a.zip, bomb: expected 10 bytes of content, its deflated bytes hold more.",
  });
});

test("an entry that holds less than it declares is refused where it ends", () => {
  const bytes = noise(1000);
  const [entry] = readZip(
    bytesSource(writeZip([{ name: "short", bytes, isDeflated: true, declared: { length: 1001 } }])),
    "a.zip",
  );
  const content = entry.open();
  assert.deepEqual(content.read(0, 1000), bytes);
  assert.throws(
    () => content.read(1000, 1),
    /a\.zip, short: expected 1001 bytes of content, its deflated bytes hold 1000\./,
  );
});

test("damaged deflated bytes are refused, also when they are asked for again", () => {
  const archive = writeZip([{ name: "damaged", bytes: noise(100_000), isDeflated: true }]);
  archive[30 + "damaged".length] = 0x07; // a block of the kind that there is not
  const content = readZip(bytesSource(archive), "a.zip")[0].open();
  const sentence = /^a\.zip, damaged: expected deflated bytes, found damage within the \d+ before byte \d+\.$/;
  for (let i = 0; i < 2; i++) {
    assert.throws(() => content.read(99_000, 10), { name: "WeightsFileError", message: sentence });
  }
});

test("deflated bytes that inflate to something else than was stored are refused by their checksum, at the end", () => {
  const bytes = noise(100_000);
  const archive = writeZip([{ name: "damaged", bytes, isDeflated: true, declared: { crc32: 0x12345678 } }]);
  const content = readZip(bytesSource(archive), "a.zip")[0].open();
  assert.deepEqual(content.read(0, 10_000), bytes.subarray(0, 10_000));
  const checksum = crc32(bytes).toString(16).padStart(8, "0");
  assert.throws(() => content.read(99_999, 1), {
    name: "WeightsFileError",
    message: `a.zip, damaged: expected content of the checksum 12345678, found ${checksum}: its bytes are damaged.`,
  });
});

test("of who reads the beginning of deflated bytes no more than a little of them is inflated", () => {
  const archive = writeZip([{ name: "bomb", bytes: new Uint8Array(10_000_000), isDeflated: true }]);
  const asked: number[] = [];
  const source = bytesSource(archive);
  const counting: ByteSource = {
    length: source.length,
    read: (start, length) => {
      asked.push(length);
      return source.read(start, length);
    },
  };
  const content = readZip(counting, "a.zip")[0].open();
  asked.length = 0;
  content.read(0, 128);
  assert.deepEqual(asked, [128]);
});

function contentOf(entry: ZipEntry): Uint8Array {
  return readBytes(entry.open(), 0, entry.length, entry.name);
}

/** Bytes that deflate can make little of: a fixed sequence. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 16807) % 2147483647;
    return state & 127;
  });
}

/** An archive of one entry, with a number of its end made another. */
function lyingEnd(offset: number, number: number, byteCount: 2 | 4): Uint8Array<ArrayBuffer> {
  const archive = writeZip([some[0]]);
  Buffer.from(archive.buffer).writeUIntLE(number, archive.length - 22 + offset, byteCount);
  return archive;
}

test("of an archive that is cut short the first entry tells what it was to be", async () => {
  for (const [first, format] of [
    ["archive/data.pkl", "pytorch"],
    ["metadata.json", "keras"],
    ["weights.npy", "npz"],
    ["a".repeat(600), "npz"],
  ] as const) {
    const archive = writeZip([{ name: first, bytes: text("some numbers ".repeat(100)) }]);
    await assert.rejects(
      openWeightsFile(bytesSource(archive.slice(0, 700)), "cut"),
      (error: unknown) => error instanceof WeightsFileError && error.format === format && /^cut: /.test(error.message),
      first,
    );
  }
});
