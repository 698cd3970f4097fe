import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteCursor } from "../../../extension/weights/byteCursor.ts";
import { type ByteSource, bytesSource } from "../../../extension/weights/byteSource.ts";
import { readPickle } from "../../../extension/weights/pickle/pickle.ts";
import {
  PickleDict,
  PickleGlobal,
  PickleTuple,
  type PickleValue,
} from "../../../extension/weights/pickle/pickleValues.ts";
import { nameTorchContents } from "../../../extension/weights/pytorch/torchContents.ts";
import { findTorchGlobal } from "../../../extension/weights/pytorch/torchGlobals.ts";
import { opcodes, pickle, text } from "../samples/pickleBytes.ts";
import { joined } from "../samples/protobufBytes.ts";
import { writeWithPython } from "../writers/writeWithPython.ts";

test("plain values are read as Python wrote them, in every protocol", async (t) => {
  const script = `
import base64, collections, json, pickle
values = {"none": None, "yes": True, "no": False, "small": 7, "negative": -300, "wide": 2 ** 40, "huge": -2 ** 70, "float": -1.5,
          "text": "ünï", "bytes": b"\\x00\\xff", "list": [1, [2, ()], (3,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
          "ordered": collections.OrderedDict([("a", 1)]), "empty": {}, "long": list(range(300)), "set": {1}}
values["again"] = values["list"]
print(json.dumps([base64.b64encode(pickle.dumps(values, protocol)).decode() for protocol in range(6)]))
`;
  const { printed } = await writeWithPython(t, [], script);
  const written: readonly string[] = JSON.parse(printed);
  assert.equal(written.length, 6);
  for (const [protocol, base64] of written.entries()) {
    const values = plain(read(new Uint8Array(Buffer.from(base64, "base64"))));
    const list = [1, [2, []], [3], [1, 2], [1, 2, 3], [1, 2, 3, 4]];
    assert.deepEqual(
      values,
      {
        none: null,
        yes: true,
        no: false,
        small: 7,
        negative: -300,
        wide: 2 ** 40,
        huge: -(2n ** 70n),
        float: -1.5,
        text: "ünï",
        bytes: [0, 255],
        list,
        ordered: { a: 1 },
        empty: {},
        long: Array.from({ length: 300 }, (_, i) => i),
        set: [1],
        again: list,
      },
      `protocol ${protocol}`,
    );
  }
});

const bad: readonly (readonly [what: string, bytes: Uint8Array<ArrayBuffer>, refusal: RegExp])[] = [
  ["an instruction that is none", opcodes("\x80\x02?."), /an instruction of a pickle, found the byte 63 at 2\.$/],
  ["a later protocol", opcodes("\x80\x06N."), /a pickle of protocol 0 to 5, found 6\.$/],
  ["a buffer outside itself", opcodes("\x80\x05\x97."), /an instruction of a pickle, found the byte 151/],
  ["a registered extension", opcodes("\x82\x01."), /an instruction of a pickle, found the byte 130/],
  ["no end", opcodes("NN"), /expected 1 bytes from byte 2 on, found 0\.$/],
  ["no value", opcodes("."), /a value on the pickle's stack, found it empty\.$/],
  ["no mark", opcodes("t."), /a mark on the pickle's stack, found none\.$/],
  ["a value that was not kept", opcodes("h\x07."), /a value that was kept as 7, found none\.$/],
  ["a key without a value", opcodes("}(Nu."), /a value for each key, found a key without one\.$/],
  ["entries of no dict", opcodes("](NNu."), /a dict to set entries of, found a list\.$/],
  ["an appendix to no list", opcodes("}Na."), /a list to append to, found a dict\.$/],
  ["arguments that are no tuple", opcodes("NNR."), /expected a tuple, found None\.$/],
  ["a call of a text", joined([text("a"), opcodes(")R.")]), /a function that rebuilds a tensor, found "a"\.$/],
  ["attributes of a number", opcodes("K\x01}b."), /something with attributes, found the number 1\.$/],
  [
    "a text longer than a text may be",
    opcodes("X\xff\xff\xff\x7f."),
    /a text of at most 16777216 bytes, found the length 2147483647\.$/,
  ],
  ["a text longer than the file", opcodes("X\xff\xff\0\0."), /expected 65535 bytes from byte 5 on, found 1\.$/],
  ["a number of a thousand digits", opcodes(`L${"9".repeat(1000)}\n.`), /a whole number, found "9{40}"\.$/],
  ["a number of a thousand bytes", opcodes("\x8b\xe8\x03\0\0."), /a whole number of at most 64 bytes, found 1000\.$/],
  ["a line without end", opcodes(`V${"a".repeat(5000)}\n.`), /a line of at most 4096 bytes, found a longer one\.$/],
];
for (const [what, bytes, refusal] of bad) {
  test(`a pickle with ${what} is refused`, () => {
    assert.throws(() => read(bytes), { name: "WeightsFileError", message: refusal });
  });
}

const endless: readonly (readonly [what: string, repeated: string, refusal: RegExp])[] = [
  ["pushes values for ever", "N", /holds at most 1000000 values at once/],
  ["makes dicts for ever", "}0", /at most 1000000 lists, tuples and dicts/],
  ["sets marks for ever", "(", /nested at most 1000 deep/],
  ["keeps values for ever", "N\x940", /at most 4000000 instructions, found no end of it/],
  ["goes on for ever", "N0", /at most 4000000 instructions, found no end of it/],
];
for (const [what, repeated, refusal] of endless) {
  test(`a pickle that ${what} is refused`, () => {
    assert.throws(() => readPickle(new ByteCursor(endlessSource(repeated), 0, "some.pt"), context, "some.pt"), refusal);
  });
}

test("a pickle that asks for one large text again and again is refused before it is large", () => {
  const large = "a".repeat(1_000_000);
  const copy = joined([opcodes("c_codecs\nencode\nh\x00\x85R")]);
  const bytes = pickle(joined([text(large), opcodes("q\x00"), ...Array(1000).fill(copy)]));
  assert.throws(() => read(bytes), /at most 67108864 bytes of texts and entries, found more/);
});

test("lists within lists, a hundred thousand deep, are read and then refused for their depth", () => {
  const depth = 100_000;
  const value = read(joined([opcodes("]".repeat(depth)), opcodes("a".repeat(depth - 1)), opcodes(".")]));
  assert.throws(
    () => nameTorchContents(value, "some.pt"),
    /some\.pt: expected dicts at most 100 deep, found deeper\.$/,
  );
});

test("what holds itself is refused for its depth, and what holds the same over and over for its number", () => {
  const itself = new PickleDict();
  itself.entries.set("a", itself);
  assert.throws(() => nameTorchContents(itself, "some.pt"), /dicts at most 100 deep/);
  let laughs: PickleValue = [];
  for (let i = 0; i < 20; i++) laughs = Array(10).fill(laughs);
  assert.throws(() => nameTorchContents(laughs, "some.pt"), /at most 200000 values, found more/);
});

const context = {
  findGlobal: findTorchGlobal,
  findPersistent: () => assert.fail("nothing is kept outside"),
};

function read(bytes: Uint8Array<ArrayBuffer>): PickleValue {
  return readPickle(new ByteCursor(bytesSource(bytes), 0, "some.pt"), context, "some.pt");
}

function endlessSource(repeated: string): ByteSource {
  const bytes = opcodes(repeated);
  return {
    length: Number.MAX_SAFE_INTEGER,
    read: (start, length) => {
      const read = new Uint8Array(length);
      for (let i = 0; i < length; i++) read[i] = bytes[(start + i) % bytes.length];
      return read;
    },
  };
}

/** As `assert.deepEqual` compares it. */
function plain(value: PickleValue): unknown {
  if (value instanceof PickleDict) {
    return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
  }
  if (value instanceof PickleTuple) return value.items.map(plain);
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof PickleGlobal) return value.name;
  return Array.isArray(value) ? value.map(plain) : value;
}
