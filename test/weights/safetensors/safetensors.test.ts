import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import {
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from "../../../extension/weights/safetensors/safetensors.ts";
import {
  bitsOfDtype,
  type Dtype,
  safetensorsHeaderEnd,
} from "../../../extension/weights/safetensors/safetensorsHeader.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import { fc } from "../../properties.ts";

/** A file of this header, as it stands, and these numbers. */
function fileOf(header: string, data: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function assertRefused(bytes: Uint8Array, message: string): void {
  assert.throws(
    () => readSafetensors(bytes, "a.safetensors"),
    (error) => {
      assert(error instanceof WeightsFileError, String(error));
      assert.equal(error.message, message);
      return true;
    },
  );
}

const dtypes = Object.keys(bitsOfDtype) as Dtype[];

/** Any file that can be written, with names of every kind, `__proto__` and numbers among them. */
const anySafetensors: fc.Arbitrary<Safetensors> = fc.record({
  tensors: fc
    .uniqueArray(
      fc
        .oneof(fc.string({ unit: "binary" }), fc.constantFrom("__proto__", "constructor", "2", "10", '"'))
        .filter((name) => name !== "__metadata__"),
      { maxLength: 5 },
    )
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc
            .tuple(fc.constantFrom(...dtypes), fc.array(fc.nat(4), { maxLength: 3 }))
            // Numbers of less than a byte must fill whole bytes.
            .map(([dtype, shape]) => ({ name, dtype, shape: bitsOfDtype[dtype] < 8 ? [...shape, 4] : shape }))
            .chain(({ name, dtype, shape }) => {
              const length = (numberCount(shape) * bitsOfDtype[dtype]) / 8;
              return fc
                .uint8Array({ minLength: length, maxLength: length })
                .map((bytes) => ({ name, dtype, shape, bytes: Uint8Array.from(bytes) }));
            }),
        ),
      ),
    ),
  metadata: fc
    .uniqueArray(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((entries) => new Map(entries)),
});

suite("a safetensors file", () => {
  test("is read as it is written by hand", () => {
    const header =
      '{"b":{"dtype":"I16","shape":[],"data_offsets":[8,10]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const { tensors, metadata } = readSafetensors(fileOf(header, [0, 0, 128, 63, 0, 0, 0, 64, 7, 0]), "a.safetensors");
    assert.deepEqual(tensors, [
      { name: "a", dtype: "F32", shape: [1, 2], bytes: Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 64) },
      { name: "b", dtype: "I16", shape: [], bytes: Uint8Array.of(7, 0) },
    ]);
    assert.equal(metadata.size, 0);
  });

  test("is written as the format's description says", () => {
    const written = writeSafetensors({
      tensors: [{ name: "a", dtype: "F32", shape: [1, 2], bytes: Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 64) }],
      metadata: new Map([["format", "pt"]]),
    });
    const header = '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const padding = " ".repeat(8 - (header.length % 8));
    assert.deepEqual(written, fileOf(header + padding, [0, 0, 128, 63, 0, 0, 0, 64]));
  });

  test("written and read is the same, its numbers at a multiple of eight", () => {
    fc.assert(
      fc.property(anySafetensors, (file) => {
        const bytes = writeSafetensors(file);
        assert.equal(safetensorsHeaderEnd(bytes, bytes.length, "a.safetensors") % 8, 0);
        const read = readSafetensors(bytes, "a.safetensors");
        const byName = (tensors: Safetensors["tensors"]) => new Map(tensors.map((tensor) => [tensor.name, tensor]));
        assert.deepEqual(byName(read.tensors), byName(file.tensors));
        assert.deepEqual(read.metadata, file.metadata);
      }),
    );
  });

  test("that is damaged anywhere is read or refused in a sentence, never anything else", () => {
    fc.assert(
      fc.property(
        anySafetensors,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.integer({ min: 0, max: 40 }),
        (file, changes, cut) => {
          const bytes = writeSafetensors(file);
          for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
          try {
            readSafetensors(bytes.subarray(0, bytes.length - cut), "a.safetensors");
          } catch (error) {
            assert(error instanceof WeightsFileError, String(error));
            assert.match(error.message, /^a\.safetensors.*: expected .*\.$/s);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("of any header in JSON is read or refused in a sentence, never anything else", () => {
    const place = fc.record(
      {
        dtype: fc.oneof(fc.constantFrom<unknown>("F32", "U8", "F99", "constructor"), fc.jsonValue()),
        shape: fc.oneof(fc.array(fc.oneof(fc.nat(3), fc.maxSafeInteger())), fc.jsonValue()),
        data_offsets: fc.oneof(fc.tuple(fc.nat(9), fc.nat(9)), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const header = fc.oneof(
      fc.dictionary(fc.oneof(fc.string(), fc.constant("__metadata__")), fc.oneof(place, fc.jsonValue())),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(header, fc.nat(9), (value, dataLength) => {
        try {
          readSafetensors(fileOf(JSON.stringify(value), new Array(dataLength).fill(0)), "a.safetensors");
        } catch (error) {
          assert(error instanceof WeightsFileError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

suite("a safetensors file is refused", () => {
  const tensor = (start: number, end: number, shape = `[${end - start}]`, dtype = "U8") =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;

  test("when it is too short for the length of a header", () => {
    assertRefused(new Uint8Array(7), "a.safetensors: expected a safetensors file of at least 8 bytes, found 7 bytes.");
  });

  test("when its header is longer than the file, or than a header may be", () => {
    assertRefused(
      fileOf("{}").subarray(0, 9),
      "a.safetensors: expected a safetensors header of at most 1 bytes, its first eight bytes declare 2: it is cut short, or no such file.",
    );
    const huge = new Uint8Array(8).fill(255);
    assert.throws(() => safetensorsHeaderEnd(huge, 2 ** 40, "a.safetensors"), {
      message:
        "a.safetensors: expected a safetensors header of at most 100000000 bytes, its first eight bytes declare 18446744073709551615: it is cut short, or no such file.",
    });
  });

  test("when its header is no JSON object", () => {
    assertRefused(fileOf(""), "a.safetensors: expected a safetensors header to begin with {, found an empty one.");
    assertRefused(fileOf("[]"), "a.safetensors: expected a safetensors header to begin with {, found the byte 91.");
    assertRefused(fileOf('{"a":'), "a.safetensors: expected its header in JSON, found other text.");
    const notText = fileOf('{"a":"b"}');
    notText[14] = 0xff;
    assertRefused(notText, "a.safetensors: expected its header in JSON, found bytes that are not UTF-8.");
  });

  test("when a name is there twice, in another spelling too", () => {
    for (const again of ['"a"', '"\\u0061"']) {
      assertRefused(
        fileOf(`{"a":${tensor(0, 1)}, ${again} : ${tensor(1, 2)}}`, [0, 0]),
        `a.safetensors: expected every name in its header once, found ${again} twice.`,
      );
    }
    assertRefused(
      fileOf('{"__metadata__":{"seed":"1","seed":"2"}}'),
      'a.safetensors: expected every name in its header once, found "seed" twice.',
    );
    const names =
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"dtype":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}';
    assert.equal(readSafetensors(fileOf(names, [0]), "a").tensors.length, 2, "the same name in two objects is well");
  });

  test("when there is a hole or an overlap between tensors", () => {
    const expected = "expected its bytes to begin at 2, where the tensor before ends";
    assertRefused(
      fileOf(`{"a":${tensor(0, 2)},"b":${tensor(3, 4)}}`, [0, 0, 0, 0]),
      `a.safetensors, b: ${expected}, found 3.`,
    );
    assertRefused(
      fileOf(`{"a":${tensor(0, 2)},"b":${tensor(1, 4)}}`, [0, 0, 0, 0]),
      `a.safetensors, b: ${expected}, found 1.`,
    );
    assertRefused(
      fileOf(`{"a":${tensor(0, 2)}}`, [0, 0, 0]),
      "a.safetensors: expected the last tensor to end with the file, found 1 bytes after it.",
    );
  });

  test("when a tensor reaches beyond the file", () => {
    const expected = "expected data_offsets [start, end] within the file's 3 bytes of numbers";
    assertRefused(fileOf(`{"a":${tensor(0, 4)}}`, [0, 0, 0]), `a.safetensors, a: ${expected}, found [0,4].`);
    assertRefused(fileOf(`{"a":${tensor(2, 1, "[1]")}}`, [0, 0, 0]), `a.safetensors, a: ${expected}, found [2,1].`);
    assertRefused(fileOf(`{"a":${tensor(-1, 1)}}`, [0, 0, 0]), `a.safetensors, a: ${expected}, found [-1,1].`);
  });

  test("when a tensor's shape does not fit its bytes", () => {
    assertRefused(
      fileOf(`{"a":${tensor(0, 4, "[2]", "F32")}}`, [0, 0, 0, 0]),
      "a.safetensors, a: expected 8 bytes for F32 of shape [2], its data_offsets span 4.",
    );
    assertRefused(
      fileOf(`{"a":${tensor(0, 0, "[9007199254740991,9007199254740991,9007199254740991]", "F32")}}`),
      "a.safetensors, a: expected 2.923003274661805e+48 bytes for F32 of shape [9007199254740991,9007199254740991,9007199254740991], its data_offsets span 0.",
    );
  });

  test("when a tensor's kind or shape is none", () => {
    assertRefused(
      fileOf(`{"a":${tensor(0, 1, "[1]", "F31")}}`, [0]),
      'a.safetensors, a: expected a dtype such as F32, found "F31".',
    );
    assertRefused(
      fileOf(`{"a":${tensor(0, 1, "[1.5]")}}`, [0]),
      "a.safetensors, a: expected a shape such as [16, 784], found [1.5].",
    );
    assertRefused(fileOf('{"a":7}'), "a.safetensors, a: expected dtype, shape and data_offsets, found 7.");
  });

  test("when its metadata are not names and texts", () => {
    assertRefused(
      fileOf('{"__metadata__":{"step":7}}'),
      "a.safetensors, __metadata__, step: expected a text, found 7.",
    );
    assertRefused(fileOf('{"__metadata__":[]}'), "a.safetensors, __metadata__: expected names and texts, found [].");
  });

  test("however deep its header is nested", () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    assert.throws(() => readSafetensors(fileOf(deep), "a.safetensors"), WeightsFileError);
  });

  test("before it is written, when a name is taken twice or a shape does not fit", () => {
    const tensor = { name: "a", dtype: "U8", shape: [1], bytes: new Uint8Array(1) } as const;
    assert.throws(() => writeSafetensors({ tensors: [tensor, tensor], metadata: new Map() }), WeightsFileError);
    assert.throws(
      () => writeSafetensors({ tensors: [{ ...tensor, shape: [2] }], metadata: new Map() }),
      WeightsFileError,
    );
    assert.throws(
      () => writeSafetensors({ tensors: [{ ...tensor, name: "__metadata__" }], metadata: new Map() }),
      WeightsFileError,
    );
  });
});
