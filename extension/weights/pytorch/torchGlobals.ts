import { numberCount } from "../../protocol/numberCount.ts";
import { numpyDtype, numpyScalar } from "../pickle/numpyScalars.ts";
import {
  kindOf,
  type MakeValue,
  PickleDict,
  PickleGlobal,
  type PickleReading,
  PickleTuple,
  type PickleValue,
} from "../pickle/pickleValues.ts";
import { mostDimensions } from "../tensors/mostDimensions.ts";
import { type TorchDtype, torchDtypes, torchStorages } from "./torchDtypes.ts";
import { ScriptModule, TorchStorage, TorchTensor } from "./torchValues.ts";

/**
 * What a checkpoint's pickle may name: what tensors are rebuilt with, and plain values. Python would import and call
 * it; here it only says which value to make. Every other name is refused.
 *
 * @throws {WeightsFileError} naming what the pickle would have run
 * @see https://github.com/pytorch/pytorch/blob/v2.9.0/torch/_weights_only_unpickler.py
 */
export function findTorchGlobal(module: string, name: string, reading: PickleReading): PickleGlobal {
  const whole = `${module}.${name}`;
  const known = knownGlobals.get(whole);
  if (known !== undefined) return known;
  // A class of a TorchScript program, which the archive holds the code of.
  if (/^__torch__(\.|$)/.test(module)) return new PickleGlobal(whole, () => new ScriptModule());
  const shown = whole.length <= 100 ? whole : `${whole.slice(0, 99)}…`;
  const isModel = module === "__main__" || module.startsWith("torch.nn.");
  const found = isModel
    ? `found a whole model of the class ${shown}, which only its own code can rebuild: save model.state_dict() instead`
    : `found ${shown}, which could run anything and was not run: save a state_dict() alone`;
  return reading.refuseAsUnsupported(`expected tensors and plain values, ${found}.`);
}

/** The kind of numbers that a storage or a tensor is said to have by naming it. */
export function torchTypeOf(value: PickleValue | undefined, reading: PickleReading): TorchDtype {
  const type = value instanceof PickleGlobal ? typesByGlobal.get(value) : undefined;
  return type ?? reading.refuse(`expected a dtype such as torch.float32, found ${kindOf(value)}.`);
}

const typesByGlobal = new Map<PickleGlobal, TorchDtype>();

const knownGlobals: ReadonlyMap<string, PickleGlobal> = new Map<string, PickleGlobal>([
  known("collections.OrderedDict", makeDict),
  known("collections.defaultdict", () => new PickleDict()),
  known("collections.Counter", makeDict),
  ...["builtins", "__builtin__"].flatMap((module) => [
    known(`${module}.dict`, makeDict),
    ...["list", "tuple", "set", "frozenset"].map((name) => known(`${module}.${name}`, ([items]) => items ?? [])),
    known(`${module}.bytearray`, makeBytes),
    known(`${module}.complex`, (parts) => new PickleTuple(parts)),
  ]),
  known("_codecs.encode", makeBytes),
  known("torch._utils._rebuild_tensor", (args, reading) => viewOf(args, undefined, reading)),
  known("torch._utils._rebuild_tensor_v2", (args, reading) => viewOf(args, undefined, reading)),
  known("torch._utils._rebuild_tensor_v3", (args, reading) => viewOf(args, torchTypeOf(args[6], reading), reading)),
  known("torch._utils._rebuild_parameter", requireTensor),
  known("torch._utils._rebuild_parameter_with_state", requireTensor),
  // A tensor with attributes of its own, which are passed over: (function, type, arguments, state).
  known("torch._tensor._rebuild_from_type_v2", ([rebuild, , args], reading) => {
    const isRebuild = rebuild instanceof PickleGlobal && rebuild.name.startsWith("torch._utils.");
    if (!isRebuild) return reading.refuse(`expected a function that rebuilds a tensor, found ${kindOf(rebuild)}.`);
    return requireTensor([rebuild.call(itemsOf(args), reading)], reading);
  }),
  known("torch.Tensor"),
  known("torch.nn.parameter.Parameter", requireTensor),
  known("torch.Size", ([sizes]) => sizes ?? new PickleTuple([])),
  // Its type and perhaps its index; what else a pickle may give has no end when it is written out.
  known("torch.device", (parts) => parts.map((part) => (typeof part === "string" ? part : kindOf(part))).join(":")),
  ["numpy.dtype", numpyDtype],
  ["numpy.core.multiarray.scalar", numpyScalar],
  ["numpy._core.multiarray.scalar", numpyScalar],
  // the lists of TorchScript
  ...["intlist", "tensorlist", "doublelist", "boollist"].map((name) =>
    known(`torch.jit._pickle.build_${name}`, ([items]) => items ?? []),
  ),
  ...[...torchDtypes].map(([name, type]) => typed(`torch.${name}`, type)),
  ...[...torchStorages].map(([name, type]) => typed(`torch.${name}`, type)),
  ...[...torchStorages].map(([name, type]) => typed(`torch.storage.${name}`, type)),
]);

function known(name: string, make?: MakeValue): readonly [string, PickleGlobal] {
  return [name, new PickleGlobal(name, make)];
}

function typed(name: string, type: TorchDtype): readonly [string, PickleGlobal] {
  const global = new PickleGlobal(name);
  typesByGlobal.set(global, type);
  return [name, global];
}

/** @param args nothing, a dict, or a list of pairs, as Python 2 writes an OrderedDict */
function makeDict([items]: readonly PickleValue[], reading: PickleReading): PickleDict {
  if (items instanceof PickleDict) return items;
  const dict = new PickleDict();
  for (const pair of itemsOf(items)) {
    const [key, value] = itemsOf(pair);
    if (key === undefined || value === undefined) reading.refuse(`expected a key and a value, found ${kindOf(pair)}.`);
    dict.set(key, value, reading);
  }
  return dict;
}

/** Python's bytes in protocol 2: a text of their values, to be encoded as Latin-1. */
function makeBytes([text]: readonly PickleValue[], reading: PickleReading): PickleValue {
  if (text instanceof Uint8Array) return text;
  if (text === undefined) return new Uint8Array(0);
  if (typeof text !== "string") return reading.refuse(`expected bytes as a text, found ${kindOf(text)}.`);
  reading.spend(text.length);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function itemsOf(value: PickleValue | undefined): readonly PickleValue[] {
  if (value instanceof PickleTuple) return value.items;
  return Array.isArray(value) ? value : [];
}

function requireTensor([value]: readonly PickleValue[], reading: PickleReading): TorchTensor {
  return value instanceof TorchTensor ? value : reading.refuse(`expected a tensor, found ${kindOf(value)}.`);
}

/**
 * A tensor as a view of a storage, checked against that storage's length.
 *
 * @param args storage, offset, sizes, strides, …
 * @param type where it is not the storage's
 */
function viewOf(args: readonly PickleValue[], type: TorchDtype | undefined, reading: PickleReading): TorchTensor {
  const [storage, offset, sizes, distances] = args;
  if (!(storage instanceof TorchStorage))
    return reading.refuse(`expected a tensor's storage, found ${kindOf(storage)}.`);
  const shape = wholeNumbers(sizes, "sizes", reading);
  const strides = wholeNumbers(distances, "strides", reading);
  const [first] = wholeNumbers(new PickleTuple([offset ?? null]), "an offset", reading);
  if (strides.length !== shape.length) {
    reading.refuse(`expected ${shape.length} strides of a tensor, one a dimension, found ${strides.length}.`);
  }
  reading.spend(tensorBytes + 2 * bytesOfSize * shape.length);
  const tensorType = type ?? storage.type;
  const count = numberCount(shape);
  const reach = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], 1);
  const endBytes = count === 0 ? 0 : (first + reach) * tensorType.bytes;
  const lengthBytes = storage.length * storage.type.bytes;
  if (!(count <= Number.MAX_SAFE_INTEGER && endBytes <= lengthBytes)) {
    const found = `found the shape [${shape.join(", ")}] from number ${first} on, with strides of [${strides.join(", ")}]`;
    reading.refuse(`expected a tensor within the ${lengthBytes} bytes of storage ${storage.key}, ${found}.`);
  }
  return new TorchTensor(storage, tensorType, first, shape, strides);
}

function wholeNumbers(value: PickleValue | undefined, what: string, reading: PickleReading): number[] {
  if (!(value instanceof PickleTuple)) return reading.refuse(`expected a tuple of ${what}, found ${kindOf(value)}.`);
  if (value.items.length > mostDimensions) {
    reading.refuse(`expected a tensor of at most ${mostDimensions} dimensions, found ${value.items.length}.`);
  }
  return value.items.map((item) => {
    if (typeof item === "number" && Number.isSafeInteger(item) && item >= 0) return item;
    return reading.refuse(`expected whole numbers from 0 on as ${what}, found ${kindOf(item)}.`);
  });
}

/** What a tensor's description takes in memory, about, and each of its sizes and strides. */
const tensorBytes = 80;
const bytesOfSize = 8;
