import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type ByteSource, bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import type { Surroundings, WeightsFile } from "../../../extension/weights/weightsFile.ts";
import { externalTensorBytes, onnxBytes, tensorBytes } from "../samples/onnxBytes.ts";
import { field, joined, varint } from "../samples/protobufBytes.ts";
import { skipWithout, writeWithPython } from "../writers/writeWithPython.ts";

test("numbers of every kind are read as the onnx package wrote them, raw and in the fields for their kind", async (t) => {
  const { folder, printed } = await writeWithPython(
    t,
    ["numpy", "onnx"],
    `
import json
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

values = {"FLOAT": [1.5, -2.25, 0.0], "DOUBLE": [1e-300, -3.0, 7.0], "FLOAT16": [0.5, -65504.0, 6e-8],
    "INT8": [-128, -1, 127], "INT16": [-32768, -1, 32767], "INT32": [-2**31, -1, 2**31 - 1], "INT64": [-2**53, -1, 2**53],
    "UINT8": [0, 1, 255], "UINT16": [0, 1, 65535], "UINT32": [0, 1, 2**32 - 1], "UINT64": [0, 1, 2**53], "BOOL": [True, False, True]}
tensors, expected = [], {}
for kind, numbers in values.items():
    code = getattr(TensorProto, kind)
    array = np.array(numbers, dtype=helper.mapping.TENSOR_TYPE_TO_NP_TYPE[code])
    tensors.append(numpy_helper.from_array(array, kind + " raw"))
    tensors.append(helper.make_tensor(kind + " typed", code, [3], array))
    expected[kind] = [float(number) for number in array]
tensors.append(helper.make_tensor("BFLOAT16 typed", TensorProto.BFLOAT16, [3], np.array([1.0, -2.0, 3.0], np.float32)))
expected["BFLOAT16"] = [1.0, -2.0, 3.0]
tensors.append(helper.make_tensor("STRING typed", TensorProto.STRING, [2], [b"one", b"two"]))
value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 3])
graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "made", [value("x")], [value("y")], tensors)
model = helper.make_model(graph, producer_name="a test")
model.metadata_props.add(key="author", value="somebody")
onnx.save(model, "kinds.onnx")
print(json.dumps(expected))
`,
  );
  const expected: Record<string, number[]> = JSON.parse(printed);
  const { tensors, metadata, declaredLayers, remarks } = await openBytes(await bytesOf(folder, "kinds.onnx"));
  assert.equal(metadata.get("author"), "somebody");
  assert.equal(metadata.get("producer"), "a test");
  assert.equal(declaredLayers, null);
  assert.deepEqual(remarks, ["Its graph is no chain of dense layers: it has none."]);
  const dtypes = "F32 F64 F16 I8 I16 I32 I64 U8 U16 U32 U64 BOOL".split(" ").flatMap((dtype) => [dtype, dtype]);
  assert.deepEqual(
    tensors.map(({ dtype }) => dtype),
    [...dtypes, "BF16", "STRING"],
  );
  for (const { name, shape, isReadable, read } of tensors) {
    const numbers = expected[name.split(" ")[0]];
    assert.equal(isReadable, numbers !== undefined, name);
    if (!numbers) continue;
    assert.deepEqual(shape, [3]);
    assert.deepEqual([...read(0, 3)], numbers, name);
    assert.deepEqual([...read(2, 1)], numbers.slice(2), name);
    assert.deepEqual([...read(1, 2)], numbers.slice(1), name);
  }
});

test("numbers that the onnx package put into a file beside the model are read from there", async (t) => {
  const { folder } = await writeWithPython(
    t,
    ["numpy", "onnx"],
    `
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
weight = numpy_helper.from_array(np.arange(3000, dtype=np.float32).reshape(30, 100), "weight")
bias = numpy_helper.from_array(np.arange(30, dtype=np.float32) / 2, "bias")
value = lambda name, size: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", size])
nodes = [helper.make_node("Gemm", ["x", "weight", "bias"], ["z"], transB=1), helper.make_node("Relu", ["z"], ["y"])]
model = helper.make_model(helper.make_graph(nodes, "made", [value("x", 100)], [value("y", 30)], [weight, bias]))
onnx.checker.check_model(model)
onnx.save_model(model, "large.onnx", save_as_external_data=True, location="large.bin", size_threshold=0)
`,
  );
  const data = bytesSource(await bytesOf(folder, "large.bin"));
  const sibling = (name: string) => (name === "large.bin" ? data : undefined);
  const model = await bytesOf(folder, "large.onnx");
  const { tensors, declaredLayers } = await openBytes(model, { sibling });
  assert.deepEqual(declaredLayers, [{ weight: "weight", bias: "bias", isTransposed: false, activation: "relu" }]);
  assert.deepEqual([...tensors[0].read(2998, 2)], [2998, 2999]);
  assert.deepEqual([...tensors[1].read(0, 3)], [0, 0.5, 1]);

  const alone = await openBytes(model);
  const missing = 'expected numbers in "large.bin" beside it, found no such file.';
  assert.deepEqual(alone.remarks, [`some.onnx: ${missing}`]);
  assert.equal(alone.tensors[0].isReadable, false);
  assert.throws(() => alone.tensors[0].read(0, 1), { message: `some.onnx, weight: ${missing}` });
});

const skip = await skipWithout("torch");
test("a network that PyTorch exported is known as dense layers, with its numbers", { skip }, async (t) => {
  const { folder, printed } = await writeWithPython(
    t,
    ["torch"],
    `
import json
import torch
from torch.nn import Dropout, Flatten, LeakyReLU, Linear, LogSoftmax, ReLU, Sequential
from torch.onnx._internal.torchscript_exporter import onnx_proto_utils
# The exporter's last step wants the onnx package, for functions that this network does not have.
onnx_proto_utils._add_onnxscript_fn = lambda model, opsets: model
network = Sequential(Flatten(), Linear(8, 4), ReLU(), Linear(4, 3, bias=False), LeakyReLU(0.2), Dropout(), Linear(3, 2), LogSoftmax(1))
torch.onnx.export(network, torch.zeros(1, 2, 4), "network.onnx", dynamo=False)
print(json.dumps([network[1].weight.tolist(), network[3].weight.t().tolist()]))
`,
  );
  const numbers: number[][][] = JSON.parse(printed);
  const { tensors, declaredLayers, remarks } = await openBytes(await bytesOf(folder, "network.onnx"));
  assert.deepEqual(remarks, []);
  const turned = tensors.find(({ shape }) => shape.join() === "4,3"); // PyTorch makes up its name
  assert.ok(turned);
  assert.deepEqual(declaredLayers, [
    { weight: "1.weight", bias: "1.bias", isTransposed: false, activation: "relu" },
    { weight: turned.name, bias: null, isTransposed: true, activation: "leakyRelu(0.200)" },
    { weight: "6.weight", bias: "6.bias", isTransposed: false, activation: "logSoftmax" },
  ]);
  assert.deepEqual([...tensors[0].read(0, 32)], numbers[0].flat());
  assert.deepEqual([...turned.read(0, 12)], numbers[1].flat());
});

const weight = tensorBytes("W", [3, 2]);
const bias = tensorBytes("b", [3]);
const gemm = { operation: "Gemm", inputs: ["x", "W", "b"], outputs: ["z"], attributes: { transB: 1 } };

test("Gemm, MatMul and Add, renamed and turned tensors and constants are known as dense layers", async () => {
  const bytes = onnxBytes({
    initializers: [weight, bias, tensorBytes("same", [3, 3]), tensorBytes("row", [1, 4])],
    inputs: ["x", "W"], // as files before 2019 have it
    nodes: [
      { operation: "Reshape", inputs: ["x", "form"], outputs: ["flat"] },
      { ...gemm, inputs: ["flat", "W", "b"] },
      { operation: "LeakyRelu", inputs: ["z"], outputs: ["a"], attributes: { alpha: "0.01f" } },
      { operation: "Identity", inputs: ["same"], outputs: ["other name"] },
      { operation: "MatMul", inputs: ["a", "other name"], outputs: ["z2"] },
      { operation: "LeakyRelu", inputs: ["z2"], outputs: ["a2"], attributes: { alpha: "0.2f" } },
      { operation: "Constant", inputs: [], outputs: ["C"], attributes: { value: tensorBytes("its own", [4, 3]) } },
      { operation: "Transpose", inputs: ["C"], outputs: ["turned"], attributes: { perm: [1, 0] } },
      { operation: "MatMul", inputs: ["a2", "turned"], outputs: ["z3"] },
      { operation: "Add", inputs: ["row", "z3"], outputs: ["y"] },
    ],
  });
  const { tensors, declaredLayers, remarks } = await openBytes(bytes);
  assert.deepEqual(remarks, []);
  assert.deepEqual(
    tensors.map(({ name }) => name),
    ["W", "b", "same", "row", "C"],
  );
  assert.deepEqual(declaredLayers, [
    { weight: "W", bias: "b", isTransposed: false, activation: "leakyRelu" },
    { weight: "same", bias: null, isTransposed: true, activation: "leakyRelu(0.200)" },
    { weight: "C", bias: "row", isTransposed: false, activation: "linear" },
  ]);
});

const noChains = {
  'it branches at "x"': [gemm, { operation: "Relu", inputs: ["x"], outputs: ["y"] }],
  "it has the operation Conv": [{ operation: "Conv", inputs: ["x", "W"], outputs: ["y"] }],
  "a Gemm has alpha 0.5": [{ ...gemm, outputs: ["y"], attributes: { alpha: "0.5f" } }],
  "it begins with the activation relu": [{ operation: "Relu", inputs: ["x"], outputs: ["y"] }],
  'it ends in "z", which is no output': [gemm],
  '"somewhere" is no tensor of the file': [{ operation: "MatMul", inputs: ["x", "somewhere"], outputs: ["y"] }],
  'it comes back to "x"': [{ ...gemm, outputs: ["x"] }],
  'the biases "b" are not 2': [{ ...gemm, attributes: {} }],
};
for (const [because, nodes] of Object.entries(noChains)) {
  test(`a graph is no chain of dense layers, and it is said why: ${because}`, async () => {
    const { declaredLayers, remarks, tensors } = await openBytes(onnxBytes({ nodes, initializers: [weight, bias] }));
    assert.equal(declaredLayers, null);
    assert.deepEqual(remarks, [`Its graph is no chain of dense layers: ${because}.`]);
    assert.equal(tensors.length, 2);
  });
}

test("of a model of eight gigabytes only what is beside its numbers is read", async () => {
  const gigabytes = 8 * 2 ** 30;
  const shape = [2 ** 10, 2 ** 21];
  const head = joined([
    ...shape.map((size) => field(1, size)),
    field(2, 1),
    field(8, "huge"),
    varint(9 * 8 + 2),
    varint(gigabytes),
  ]);
  const tensorHead = joined([varint(5 * 8 + 2), varint(head.length + gigabytes), head]);
  const before = joined([field(1, 8), varint(7 * 8 + 2), varint(tensorHead.length + gigabytes), tensorHead]);
  let bytesRead = 0;
  const source: ByteSource = {
    length: before.length + gigabytes,
    read: (start, length) => {
      bytesRead += length;
      const bytes = new Uint8Array(length);
      bytes.set(before.subarray(start, start + length));
      return bytes;
    },
  };
  const { tensors } = await openWeightsFile(source, "huge.onnx");
  assert.deepEqual(tensors[0].shape, shape);
  assert.equal(tensors[0].read(2 ** 31 - 2, 2).length, 2);
  assert.ok(bytesRead < 100_000, `${bytesRead} bytes`);
});

const external = (entries: Record<string, string>) =>
  onnxBytes({ initializers: [externalTensorBytes("W", [2, 3], entries)] });
const raw = (shape: number[], length: number) =>
  onnxBytes({ initializers: [tensorBytes("W", shape, new Uint8Array(length))] });
const typed = (...fields: Uint8Array[]) => onnxBytes({ initializers: [joined([field(8, "W"), ...fields])] });

const refused: Record<string, { bytes: Uint8Array<ArrayBuffer>; sentence: RegExp }> = {
  "a model that is cut short": {
    bytes: raw([2, 3], 24).slice(0, -30),
    sentence: /^some\.onnx: expected a length of at most \d+ bytes at byte \d+ of the model, found \d+\.$/,
  },
  "a model without a graph": {
    bytes: joined([field(1, 8), field(2, "nobody")]),
    sentence: /expected an ONNX model with a graph, found none/,
  },
  "two graphs": { bytes: onnxBytes({}, [field(7, [])]), sentence: /expected one graph, found two/ },
  "more bytes than the shape has": {
    bytes: raw([2, 3], 28),
    sentence: /^some\.onnx, W: expected 24 bytes for F32 of shape \[2,3\], found 28\.$/,
  },
  "a shape of absurd size": {
    bytes: raw([2 ** 50, 2 ** 50], 4),
    sentence: /expected 5\.07\S+e\+30 bytes for F32/,
  },
  "a negative size": {
    bytes: typed(field(1, -1n), field(2, 1)),
    sentence: /^some\.onnx, W: expected a shape of at most 64 whole numbers, found \[-1\]\.$/,
  },
  "a thousand dimensions": {
    bytes: typed(field(1, [new Uint8Array(1000).fill(1)]), field(2, 1)),
    sentence: /expected a shape of at most 64 whole numbers/,
  },
  "fewer whole numbers than the shape has": {
    bytes: typed(field(1, 5), field(2, 6), field(5, [Uint8Array.of(1, 2, 3, 4)])),
    sentence: /expected 5 to 50 bytes for I32 of shape \[5\], found 4/,
  },
  "a number that never ends": {
    bytes: onnxBytes({}, [joined([varint(5 * 8), new Uint8Array(40).fill(0xff)])]),
    sentence: /expected a number of at most 10 bytes at byte \d+ of the model, found a longer one/,
  },
  "a field of no number": {
    bytes: onnxBytes({}, [Uint8Array.of(0, 0)]),
    sentence: /expected a field at byte \d+ of the model, found the number 0/,
  },
  "a group": {
    bytes: onnxBytes({}, [Uint8Array.of(8 * 20 + 3, 1)]),
    sentence: /expected a field of a known kind at byte \d+ .*, found kind 3/,
  },
  "a name taken twice": {
    bytes: onnxBytes({ initializers: [bias, bias] }),
    sentence: /expected every tensor's name once, found "b" twice/,
  },
  "a name that is not UTF-8": {
    bytes: typed(field(8, Uint8Array.of(0xff, 0xfe)), field(2, 1)),
    sentence: /expected a tensor's name to be UTF-8, found bytes at \d+ that are not/,
  },
  "numbers in a file of another folder": {
    bytes: external({ location: "../secret" }),
    sentence: /^some\.onnx, W: expected its numbers in a file of the same folder, found "\.\.\/secret"\.$/,
  },
  "numbers beyond the end of the file beside it": {
    bytes: external({ location: "there.bin", offset: "8" }),
    sentence: /expected 24 bytes from byte 8 on in "there\.bin", found 16/,
  },
  "an offset that is no number": {
    bytes: external({ location: "there.bin", offset: "-4" }),
    sentence: /expected a whole number as the offset of its bytes, found "-4"/,
  },
  "another length than the shape has": {
    bytes: external({ location: "there.bin", length: "20" }),
    sentence: /expected 24 bytes in "there\.bin", its length says 20/,
  },
};
for (const [what, { bytes, sentence }] of Object.entries(refused)) {
  test(`refused in a sentence: ${what}`, async () => {
    const there = bytesSource(new Uint8Array(24));
    const sibling = (name: string) => (name === "there.bin" ? there : undefined);
    await assert.rejects(openBytes(bytes, { sibling }), { name: "WeightsFileError", message: sentence });
  });
}

test("a file of nothing but fields is refused before they are all looked at", async () => {
  const bytes = new Uint8Array(20_000_002).fill(0x01);
  for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x08;
  await assert.rejects(openBytes(bytes), /expected at most 500000 fields to look at, found more/);
});

test("whole numbers that turn out fewer than the shape has are refused when they are read, and read again before that", async () => {
  const bytes = typed(field(1, 3), field(2, 6), field(5, [varint(-5), varint(300)]));
  const { tensors } = await openBytes(bytes);
  assert.throws(() => tensors[0].read(0, 3), /some\.onnx, W: expected more than 2 numbers, found no more\./);
  assert.deepEqual([...tensors[0].read(0, 2)], [-5, 300]);
});

test("each number in a field of its own is read as packed ones are", async () => {
  const floats = [1.5, -2, 3].map((value) =>
    joined([varint(4 * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]),
  );
  const { tensors } = await openBytes(typed(field(1, 3), field(2, 1), ...floats));
  assert.deepEqual([...tensors[0].read(0, 3)], [1.5, -2, 3]);
  assert.deepEqual([...tensors[0].read(1, 1)], [-2]);
  const wholes = await openBytes(typed(field(1, 2), field(2, 7), field(7, -1n), field(7, 12345)));
  assert.deepEqual([...wholes.tensors[0].read(0, 2)], [-1, 12345]);
});

async function bytesOf(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(join(folder, name)));
}

function openBytes(bytes: Uint8Array<ArrayBuffer>, surroundings?: Surroundings): Promise<WeightsFile> {
  return openWeightsFile(bytesSource(bytes), "some.onnx", surroundings);
}
