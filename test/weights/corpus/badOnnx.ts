import { externalTensorBytes, onnxBytes, tensorBytes } from "../samples/onnxBytes.ts";
import { field, joined, varint } from "../samples/protobufBytes.ts";
import { type BadFile, floats, sparseSource } from "./badFile.ts";

export function badOnnx(): BadFile[] {
  const whole = onnxBytes({ initializers: [tensorBytes("a", [2, 3])] });
  const bad = (title: string, content: BadFile["content"], comes: BadFile["comes"]): BadFile => ({
    title,
    name: "bad.onnx",
    content,
    comes,
    beside: { "beside.bin": new Uint8Array(8) },
  });
  const outside = (entries: Readonly<Record<string, string>>) =>
    onnxBytes({ initializers: [externalTensorBytes("a", [2, 2], entries)] });
  const longLength = joined([field(1, 8), field(2, "a test"), varint(7 * 8 + 2), varint(2n ** 62n)]);
  const deep = Array.from({ length: 10_000 }).reduce<Uint8Array>((inner) => field(7, inner), Uint8Array.of());
  const emptyNodes = new Uint8Array(1_000_000).map((_, i) => (i % 2 === 0 ? 8 + 2 : 0));
  const inLoops = Array.from({ length: 2000 }).reduce<Uint8Array>(
    (inner) => field(1, field(5, field(6, inner))),
    Uint8Array.of(),
  );
  return [
    bad("that is cut", whole.slice(0, -8), {
      refused: /^bad\.onnx: expected a length of at most \d+ bytes at byte \d+/,
    }),
    bad("whose graph is longer than any file", sparseSource(2 ** 45, [{ start: 0, bytes: longLength }]), {
      refused: /^bad\.onnx: expected /,
    }),
    bad("whose number never ends", onnxBytes({}, [joined([varint(5 * 8), new Uint8Array(1000).fill(0xff)])]), {
      refused: /expected a number of at most 10 bytes at byte \d+/,
    }),
    bad("of two million fields", joined([whole, new Uint8Array(4_000_002).fill(8)]), {
      refused: /^bad\.onnx: expected at most \d+ fields to look at, found more\.$/,
    }),
    bad("of half a million operations", joined([field(1, 8), field(2, "a test"), field(7, emptyNodes)]), {
      refused: /^bad\.onnx: expected at most \d+ operations and tensors, found more\.$/,
    }),
    bad("of which one text has a hundred megabytes", longEntry(whole, 99_900_000), { shown: /^/ }),
    bad("whose tensor has a long name", onnxBytes({ initializers: [tensorBytes("n".repeat(8193), [1])] }), {
      refused: /^bad\.onnx: expected a tensor's name of at most 8192 bytes, found 8193\.$/,
    }),
    bad(
      "whose names come to 40 MB",
      onnxBytes({ initializers: Array.from({ length: 5000 }, (_, i) => longNamed(i)) }),
      {
        refused: /^bad\.onnx: expected at most \d+ bytes of texts, found more\.$/,
      },
    ),
    bad("of messages in messages", joined([whole, deep]), { refused: /^bad\.onnx: expected one graph, found two\.$/ }),
    bad("of graphs in graphs", onnxBytes({}, [field(7, inLoops)]), {
      refused: /^bad\.onnx: expected one graph, found two\.$/,
    }),
    bad(
      "whose tensor is of absurd size",
      onnxBytes({ initializers: [tensorBytes("a", [2 ** 50, 2 ** 50], floats(1))] }),
      { refused: /^bad\.onnx, a: expected 5\.07\S+e\+30 bytes for F32/ },
    ),
    bad("with a name twice", onnxBytes({ initializers: [tensorBytes("a", [1]), tensorBytes("a", [1])] }), {
      refused: /^bad\.onnx: expected every tensor's name once, found "a" twice\.$/,
    }),
    bad("whose numbers lie in another folder", outside({ location: "../beside.bin" }), {
      refused: /, a: expected its numbers in a file of the same folder, found "\.\.\/beside\.bin"\.$/,
    }),
    bad("whose numbers lie beyond the file beside it", outside({ location: "beside.bin" }), {
      refused: /^bad\.onnx, a: expected 16 bytes from byte 0 on in "beside\.bin", found 8\.$/,
    }),
    bad("whose numbers lie before the file beside it", outside({ location: "beside.bin", offset: "-16" }), {
      refused: /, a: expected a whole number as the offset of its bytes, found "-16"\.$/,
    }),
    bad("whose numbers are all NaN", onnxBytes({ initializers: [tensorBytes("a", [2], floats(NaN, NaN))] }), {
      shown: /^/,
    }),
  ];
}

function longNamed(i: number): Uint8Array {
  return tensorBytes(`${i}`.padStart(8000, "n"), [1]);
}

/** A model and an entry of its metadata, of so many bytes, which take no room. */
function longEntry(model: Uint8Array, entryBytes: number): BadFile["content"] {
  const key = field(1, "a");
  const textBytes = entryBytes - key.length - 5; // its tag, and its length in four bytes
  const start = joined([model, varint(14 * 8 + 2), varint(entryBytes), key, varint(2 * 8 + 2), varint(textBytes)]);
  return sparseSource(start.length + textBytes, [{ start: 0, bytes: start }], "n");
}
