import { ByteCursor } from "../byteCursor.ts";
import { type ByteSource, readBytes, sourceWithin } from "../byteSource.ts";
import { readPickle } from "../pickle/pickle.ts";
import { kindOf, type PickleValue } from "../pickle/pickleValues.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { findTorchGlobal } from "./torchGlobals.ts";
import { TorchStorages } from "./torchStorages.ts";

/** A checkpoint that was read: its values, and its storages' bytes. */
export interface TorchCheckpoint {
  readonly root: PickleValue;
  readonly isLittleEndian: boolean;
  /** @returns the bytes of a storage that the pickle names */
  storage(key: string): ByteSource;
}

/**
 * Whether a file begins as PyTorch wrote them before 1.6: with a magic number, pickled in protocol 2 or 3.
 *
 * @see https://github.com/pytorch/pytorch/blob/v2.9.0/torch/serialization.py, `_legacy_save`
 */
export function isLegacyTorch(firstBytes: Uint8Array): boolean {
  return legacyBeginning.every((byte, i) => firstBytes[i] === byte || (i === 1 && firstBytes[i] === 3));
}

/** 0x1950a86a20f9469cfc6c, pickled. */
const legacyBeginning = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
const legacyProtocol = 1001;

/**
 * Reads the format before PyTorch 1.6: five pickles (the magic number, the protocol, the machine, the values, the keys
 * of the storages), then each storage, its length before it.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function readLegacyTorch(source: ByteSource, file: string): TorchCheckpoint {
  const cursor = new ByteCursor(source, 0, file);
  const storages = new TorchStorages();
  const context = {
    findGlobal: findTorchGlobal,
    findPersistent: storages.find.bind(storages),
  };
  readPickle(cursor, context, file);
  const protocol = readPickle(cursor, context, file);
  if (protocol !== legacyProtocol) {
    throw new WeightsFileError(file, `expected the format's version ${legacyProtocol}, found ${kindOf(protocol)}.`);
  }
  readPickle(cursor, context, file);
  const root = readPickle(cursor, context, file);
  const keys = readPickle(cursor, context, file);
  const places = new Map<string, ByteSource>();
  let position = cursor.position;
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = typeof key === "string" ? storages.wholes.get(key) : undefined;
    if (storage === undefined || places.has(storage.key)) {
      throw new WeightsFileError(file, `expected each storage that its tensors name once, found ${kindOf(key)}.`);
    }
    const where = `${file}, storage ${storage.key}`;
    const { buffer, byteOffset } = readBytes(source, position, 8, where);
    const length = Number(new DataView(buffer, byteOffset).getBigInt64(0, true));
    if (length !== storage.length) {
      throw new WeightsFileError(where, `expected ${storage.length} numbers, as its tensors say, found ${length}.`);
    }
    const byteLength = length * storage.type.bytes;
    const start = position + 8;
    position = start + byteLength;
    if (position > source.length) {
      const found = `found ${source.length - start}`;
      throw new WeightsFileError(where, `expected ${byteLength} bytes from byte ${start} on, ${found}.`);
    }
    places.set(storage.key, sourceWithin(source, start, byteLength));
  }
  const missing = [...storages.wholes.keys()].find((key) => !places.has(key));
  if (missing !== undefined) throw new WeightsFileError(file, `expected the bytes of storage ${missing}, found none.`);
  return { root, isLittleEndian: true, storage: (key) => places.get(key) as ByteSource };
}
