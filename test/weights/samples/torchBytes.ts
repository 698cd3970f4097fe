import {
  called,
  dict,
  global,
  items,
  list,
  type Pickled,
  persistent,
  pickle,
  text,
  truth,
  tuple,
  whole,
} from "./pickleBytes.ts";
import { joined } from "./protobufBytes.ts";
import { writeZip, type ZipContent } from "./writeZip.ts";

/** A storage as `torch.save` keeps it. */
export interface MadeStorage {
  readonly key: string;
  /** such as FloatStorage */
  readonly kind: string;
  /** numbers in it */
  readonly length: number;
  readonly bytes: Uint8Array;
}

export function floatStorage(key: string, numbers: readonly number[]): MadeStorage {
  const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
  return { key, kind: "FloatStorage", length: numbers.length, bytes };
}

/** A tensor, pickled: a view of a storage. */
export function tensor(
  storage: MadeStorage,
  shape: readonly number[],
  strides: readonly number[],
  { offset = 0, id = storageId(storage) } = {},
): Pickled {
  return called(
    global("torch._utils", "_rebuild_tensor_v2"),
    persistent(id),
    whole(offset),
    tuple(...shape.map(whole)),
    tuple(...strides.map(whole)),
    truth(false),
    called(global("collections", "OrderedDict")),
  );
}

/** @param more what the format before PyTorch 1.6 adds */
export function storageId({ key, kind, length }: MadeStorage, ...more: readonly Pickled[]): Pickled {
  return tuple(text("storage"), global("torch", kind), text(key), text("cpu"), whole(length), ...more);
}

/** As `state_dict()` gives one. */
export function orderedDict(entries: Readonly<Record<string, Pickled>>): Pickled {
  return joined([called(global("collections", "OrderedDict")), items(entries)]);
}

/**
 * The zip that `torch.save` writes, byte for byte but for the alignment of its entries.
 *
 * @see https://github.com/pytorch/pytorch/blob/v2.9.0/torch/serialization.py, `_save`
 */
export function torchArchive(
  values: Pickled,
  storages: readonly MadeStorage[],
  more: readonly ZipContent[] = [{ name: "archive/byteorder", bytes: new TextEncoder().encode("little") }],
): Uint8Array<ArrayBuffer> {
  return writeZip([
    { name: "archive/data.pkl", bytes: pickle(values) },
    ...more,
    ...storages.map(({ key, bytes }) => ({ name: `archive/data/${key}`, bytes, paddingBytes: 30 })),
    { name: "archive/version", bytes: new TextEncoder().encode("3\n") },
  ]);
}

/**
 * What `torch.save` wrote before 1.6.
 *
 * @see https://github.com/pytorch/pytorch/blob/v2.9.0/torch/serialization.py, `_legacy_save`
 */
export function legacyTorch(values: Pickled, storages: readonly MadeStorage[]): Uint8Array<ArrayBuffer> {
  return joined([
    legacyHead(values, storages),
    ...storages.map(({ length, bytes }) => joined([new Uint8Array(BigInt64Array.of(BigInt(length)).buffer), bytes])),
  ]);
}

/** All of it before the storages, of which each follows as its length, in numbers, of eight bytes, and its bytes. */
export function legacyHead(values: Pickled, storages: readonly MadeStorage[]): Uint8Array<ArrayBuffer> {
  const magicNumber = Uint8Array.of(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
  return joined([
    pickle(magicNumber),
    pickle(whole(1001)),
    pickle(dict({ protocol_version: whole(1001), little_endian: truth(true) })),
    pickle(values),
    pickle(list(...storages.map(({ key }) => text(key)))),
  ]);
}
