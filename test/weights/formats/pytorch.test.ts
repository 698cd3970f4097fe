import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { type ByteSource, bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import type { StoredTensor } from "../../../extension/weights/weightsFile.ts";
import { called, dict, global, opcodes, type Pickled, text, tuple, whole } from "../samples/pickleBytes.ts";
import { joined } from "../samples/protobufBytes.ts";
import { floatStorage, legacyTorch, orderedDict, storageId, tensor, torchArchive } from "../samples/torchBytes.ts";
import { torchSamples } from "../samples/torchSamples.ts";
import { skipWithout, writeWithPython } from "../writers/writeWithPython.ts";

test("a checkpoint's tensors are named by the way to them, and the rest of it is metadata", async () => {
  const file = await openBytes(torchSamples[0].bytes);
  assert.equal(file.format, "pytorch");
  assert.deepEqual(file.tensors.map(numbersOf), [
    ["model.0.weight", "F32", [2, 3], [1, 2, 3, 4, 5, 6]],
    ["model.0.bias", "F32", [2], [0.5, -0.5]],
    ["model.turned", "F32", [3, 2], [1, 4, 2, 5, 3, 6]],
    ["model.spread", "F32", [4, 2], [0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5]],
    ["model.bytes", "U8", [3], [1, 2, 3]],
  ]);
  assert.deepEqual(
    [...file.metadata],
    [
      ["epoch", "3"],
      ["loss", "0.25"],
      ["best accuracy", "0.5"],
      ["optimizer.param_groups.0.lr", "0.1"],
      ["optimizer.param_groups.0.betas", "[0.9, 0.999]"],
    ],
  );
});

test("the format before PyTorch 1.6 is read, views of a storage too", async () => {
  const file = await openBytes(torchSamples[1].bytes);
  assert.deepEqual(file.tensors.map(numbersOf), [
    ["weight", "F32", [2, 3], [1, 2, 3, 4, 5, 6]],
    ["part", "F32", [2], [2, 3]],
  ]);
});

test("of the format before PyTorch 1.6 no number is read to open it, and of each storage only its length", async () => {
  const storages = Array.from({ length: 40 }, (_, i) => floatStorage(`${i}`, new Array(10_000).fill(i)));
  const values = orderedDict(Object.fromEntries(storages.map((one) => [one.key, tensor(one, [10_000], [1])])));
  const source = bytesSource(legacyTorch(values, storages));
  let bytesRead = 0;
  const counted: ByteSource = {
    length: source.length,
    read: (start, length) => {
      bytesRead += length;
      return source.read(start, length);
    },
  };
  const file = await openWeightsFile(counted, "some.pt");
  assert.ok(bytesRead < 200_000, `${bytesRead} of ${source.length} bytes`);
  assert.deepEqual([...file.tensors[39].read(9_999, 1)], [39]);
});

test("an archive of a big-endian machine is read as it was meant", async () => {
  const storage = { key: "0", kind: "ShortStorage", length: 2, bytes: Uint8Array.of(0, 1, 1, 0) };
  const values = orderedDict({ a: tensor(storage, [2], [1]) });
  const order = (name: string) => [{ name: "archive/byteorder", bytes: new TextEncoder().encode(name) }];
  const [big] = (await openBytes(torchArchive(values, [storage], order("big")))).tensors;
  assert.deepEqual([...big.read(0, 2)], [1, 256]);
  await assert.rejects(
    openBytes(torchArchive(values, [storage], order("middle"))),
    /^WeightsFileError: some\.pt, archive\/byteorder: expected little or big, found "middle"\.$/,
  );
});

const calls: readonly (readonly [how: string, named: string, value: Pickled])[] = [
  ["REDUCE", "posix.system", called(global("posix", "system"), text("touch /tmp/executed"))],
  ["REDUCE", "os.system", called(global("os", "system"), text("touch /tmp/executed"))],
  ["REDUCE", "builtins.eval", called(global("builtins", "eval"), text("1"))],
  ["REDUCE", "builtins.getattr", called(global("builtins", "getattr"), text("a"), text("b"))],
  ["STACK_GLOBAL", "os.system", joined([text("os"), text("system"), opcodes("\x93")])],
  ["INST", "os.system", opcodes("(Vtouch\nios\nsystem\n")],
  ["OBJ", "os.system", joined([opcodes("("), global("os", "system"), text("touch"), opcodes("o")])],
  ["NEWOBJ", "subprocess.Popen", joined([global("subprocess", "Popen"), tuple(text("touch")), opcodes("\x81")])],
  ["a dotted name", "torch.serialization.os.system", global("torch.serialization", "os.system")],
  ["a name of PyTorch", "torch.load", called(global("torch", "load"), text("other.pt"))],
];
for (const [how, named, value] of calls) {
  test(`a pickle that calls ${named} by ${how} is refused, and the call is named`, async () => {
    const found = `found ${named}, which could run anything and was not run: save a state_dict\\(\\) alone`;
    const refusal = new RegExp(`^WeightsFileError: some\\.pt.*: expected tensors and plain values, ${found}\\.$`);
    const values = dict({ a: value });
    await assert.rejects(openBytes(torchArchive(values, [])), refusal);
    await assert.rejects(openBytes(legacyTorch(values, [])), refusal);
  });
}

test("a whole model is refused with what to save instead", async () => {
  for (const [module, name] of [
    ["__main__", "Net"],
    ["torch.nn.modules.container", "Sequential"],
  ]) {
    const model = joined([global(module, name), opcodes(")\x81")]);
    await assert.rejects(
      openBytes(torchArchive(model, [])),
      new RegExp(`found a whole model of the class ${module}\\.${name}, .*: save model\\.state_dict\\(\\) instead\\.$`),
    );
  }
});

test("the modules of a TorchScript program are read for their tensors", async () => {
  const weights = floatStorage("0", [1, 2]);
  const module = (attributes: Readonly<Record<string, Pickled>>) =>
    joined([global("__torch__", "Net"), opcodes(")\x81"), dict(attributes), opcodes("b")]);
  const code = { name: "archive/code/__torch__.py", bytes: new TextEncoder().encode("class Net(Module): ...") };
  const program = module({ fc: module({ weight: tensor(weights, [2], [1]) }), training: opcodes("\x89") });
  const file = await openBytes(torchArchive(program, [weights], [code]));
  assert.deepEqual(file.tensors.map(numbersOf), [["fc.weight", "F32", [2], [1, 2]]]);
  assert.deepEqual([...file.metadata], [["training", "False"]]);
  assert.match(file.remarks[0], /TorchScript/);
  assert.equal(file.isTorchScript, true);
});

const six = floatStorage("0", [1, 2, 3, 4, 5, 6]);
const lies: readonly (readonly [lie: string, values: Pickled, refusal: RegExp])[] = [
  [
    "a shape beyond its storage",
    tensor(six, [3, 3], [3, 1]),
    /within the 24 bytes of storage 0, found the shape \[3, 3\]/,
  ],
  ["an offset beyond its storage", tensor(six, [2], [1], { offset: 5 }), /within the 24 bytes .* from number 5 on/],
  ["strides beyond its storage", tensor(six, [2, 2], [1, 2 ** 40]), /within the 24 bytes/],
  ["more numbers than can be counted", tensor(six, [2 ** 40, 2 ** 40], [0, 0]), /within the 24 bytes/],
  [
    "a negative stride",
    tensor(six, [2], [-1], { offset: 5 }),
    /whole numbers from 0 on as strides, found the number -1/,
  ],
  ["fewer strides than dimensions", tensor(six, [2, 3], [1]), /expected 2 strides of a tensor, .* found 1/],
  ["too many dimensions", tensor(six, Array(65).fill(1), Array(65).fill(1)), /at most 64 dimensions, found 65/],
  [
    "a longer storage than there is",
    tensor({ ...six, length: 7 }, [7], [1]),
    /expected 28 bytes of archive\/data\/0, .* found 24/,
  ],
  ["a storage that is not there", tensor({ ...six, key: "1" }, [6], [1]), /archive\/data\/1, .* found no such entry/],
  [
    "a storage of two kinds",
    dict({ a: tensor(six, [6], [1]), b: tensor({ ...six, kind: "IntStorage" }, [6], [1]) }),
    /storage 0 to be of one kind and length, found 6 of F32 and 6 of I32/,
  ],
  [
    "a storage without a kind",
    tensor(six, [1], [1], { id: tuple(text("storage"), text("x"), text("0"), text("cpu"), whole(6)) }),
    /a dtype such as torch\.float32, found "x"/,
  ],
  [
    "another mark",
    tensor(six, [1], [1], { id: tuple(text("module"), text("x")) }),
    /the name of a storage, found "module"/,
  ],
  [
    "one name twice",
    dict({ "a.b": tensor(six, [1], [1]), a: dict({ b: tensor(six, [1], [1]) }) }),
    /every name once, found "a\.b" twice/,
  ],
];
for (const [lie, values, refusal] of lies) {
  test(`a checkpoint that declares ${lie} is refused`, async () => {
    await assert.rejects(openBytes(torchArchive(values, [six])), refusal);
  });
}

test("a view beyond its storage is refused", async () => {
  const view = tuple(text("view"), whole(5), whole(2));
  const values = tensor(six, [2], [1], { id: storageId(six, view) });
  await assert.rejects(
    openBytes(legacyTorch(values, [six])),
    /a view within the 6 numbers of storage 0, found 2 from number 5/,
  );
});

test("a file of the format before 1.6 that is cut short is refused wherever it is cut", async () => {
  const whole = torchSamples[1].bytes;
  for (let length = 16; length < whole.length; length++) {
    await assert.rejects(openBytes(whole.slice(0, length)), { name: "WeightsFileError" });
  }
});

const script = `
import json
import torch
from torch import nn
torch.manual_seed(1)
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(5, 4)).sum().backward()
optimizer.step()
base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
views = {
    "turned": base.permute(2, 0, 1), "part": base[:, 1:, ::2], "expanded": base[0, :, :1].expand(3, 5),
    "single": torch.tensor(2.5), "nothing": torch.zeros(3, 0), "large": torch.arange(600 * 700).reshape(600, 700).t()[3:5],
}
kinds = [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
         torch.bool, torch.uint16, torch.uint32, torch.uint64]
values = {
    "model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "views": views,
    "kinds": {str(kind): torch.tensor([0, 1, 100]).to(kind) for kind in kinds},
    "parameter": nn.Parameter(torch.ones(2)),
}
torch.save(values, "zip.pt")
torch.save(values, "legacy.pt", _use_new_zipfile_serialization=False)
torch.save(model, "model.pt")
torch.jit.script(model).save("program.pt")
names = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
         torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
         torch.uint16: "U16", torch.uint32: "U32", torch.uint64: "U64"}
found = {}
def walk(name, value):
    if isinstance(value, torch.Tensor):
        value = value.detach()
        found[name] = {"dtype": names[value.dtype], "shape": list(value.shape), "values": value.reshape(-1).tolist()}
    elif isinstance(value, dict):
        for key in value: walk(f"{name}.{key}" if name else str(key), value[key])
walk("", values)
print(json.dumps(found))
`;

const skip = await skipWithout("torch");
test("what PyTorch writes is read as PyTorch has it", { skip }, async (t) => {
  const { folder, printed } = await writeWithPython(t, ["torch"], script);
  const expected: Record<string, { dtype: string; shape: number[]; values: (number | string)[] }> = JSON.parse(printed);
  for (const name of ["zip.pt", "legacy.pt"]) {
    const file = await openBytes(new Uint8Array(await readFile(join(folder, name))));
    const found = file.tensors.map((read) => [read.name, read.dtype, read.shape] as const);
    assert.deepEqual(
      found.map(([tensorName]) => tensorName),
      Object.keys(expected),
      name,
    );
    for (const read of file.tensors) {
      const { dtype, shape, values } = expected[read.name];
      assert.deepEqual([read.dtype, read.shape], [dtype, shape], read.name);
      const numbers = read.isReadable ? [...read.read(0, numberCount(read.shape))] : values;
      assert.deepEqual(numbers, values.map(Number), `${name}, ${read.name}`);
    }
    assert.equal(file.metadata.get("epoch"), "3");
    assert.equal(file.metadata.get("optimizer.param_groups.0.lr"), "0.001");
  }
  const program = await openBytes(new Uint8Array(await readFile(join(folder, "program.pt"))));
  const names = ["0.weight", "0.bias", "2.weight", "2.bias"];
  assert.deepEqual(
    program.tensors.map(({ name }) => name),
    names,
  );
  for (const [i, { name }] of program.tensors.entries()) {
    assert.deepEqual(
      [...program.tensors[i].read(0, numberCount(program.tensors[i].shape))],
      expected[`model.${name}`].values,
    );
  }
  const model = new Uint8Array(await readFile(join(folder, "model.pt")));
  await assert.rejects(openBytes(model), /whole model of the class torch\.nn\.modules\.container\.Sequential/);
});

function openBytes(bytes: Uint8Array<ArrayBuffer>) {
  return openWeightsFile(bytesSource(bytes), "some.pt");
}

function numbersOf(stored: StoredTensor) {
  return [stored.name, stored.dtype, stored.shape, [...stored.read(0, numberCount(stored.shape))]];
}
