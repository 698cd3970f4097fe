import { ByteCursor } from "../byteCursor.ts";
import { type ByteSource, readBytes } from "../byteSource.ts";
import { readPickle } from "../pickle/pickle.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import type { ZipEntry } from "../zip/zip.ts";
import { findTorchGlobal } from "./torchGlobals.ts";
import type { TorchCheckpoint } from "./torchLegacy.ts";
import { TorchStorages } from "./torchStorages.ts";

/** The name of an archive's values: `data.pkl` in its only folder. */
export const torchValuesName = /^[^/]+\/data\.pkl$/;

/**
 * Reads the format since PyTorch 1.6: a zip of the pickled values, `NAME/data.pkl`, and one entry a storage,
 * `NAME/data/KEY`.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 * @see https://github.com/pytorch/pytorch/blob/v2.9.0/torch/serialization.py, `_save`
 */
export function readTorchArchive(entries: readonly ZipEntry[], file: string): TorchCheckpoint {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const values = entries.filter(({ name }) => torchValuesName.test(name));
  if (values.length !== 1) {
    throw new WeightsFileError(file, `expected one folder with data.pkl, found ${values.length}.`);
  }
  const folder = values[0].name.slice(0, -"data.pkl".length);
  const where = `${file}, ${values[0].name}`;
  const storages = new TorchStorages();
  const root = readPickle(
    new ByteCursor(values[0].open(), 0, where),
    { findGlobal: findTorchGlobal, findPersistent: storages.find.bind(storages) },
    where,
  );
  for (const { key, length, type } of storages.wholes.values()) {
    const entry = byName.get(`${folder}data/${key}`);
    const expected = `expected ${length * type.bytes} bytes of ${folder}data/${key}, as the pickle says`;
    if (entry === undefined) throw new WeightsFileError(file, `${expected}, found no such entry.`);
    if (entry.length < length * type.bytes) throw new WeightsFileError(file, `${expected}, found ${entry.length}.`);
  }
  const opened = new Map<string, ByteSource>();
  return {
    root,
    isLittleEndian: isLittleEndian(byName.get(`${folder}byteorder`), file),
    storage: (key) => {
      const entry = byName.get(`${folder}data/${key}`) as ZipEntry;
      const source = opened.get(key) ?? entry.open();
      opened.set(key, source);
      return source;
    },
  };
}

/** @param entry not there in files from before PyTorch 2.1, which are little-endian */
function isLittleEndian(entry: ZipEntry | undefined, file: string): boolean {
  if (entry === undefined) return true;
  const bytes = readBytes(entry.open(), 0, Math.min(entry.length, 16), `${file}, ${entry.name}`);
  const order = new TextDecoder().decode(bytes);
  if (order === "little" || order === "big") return order === "little";
  throw new WeightsFileError(`${file}, ${entry.name}`, `expected little or big, found ${inWords(order)}.`);
}
