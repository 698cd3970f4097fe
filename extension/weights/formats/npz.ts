import type { ByteSource } from "../byteSource.ts";
import { openNpyArray } from "../npyArray.ts";
import type { StoredTensor, WeightsFormat } from "../weightsFile.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { isZip, readZip, type ZipEntry } from "../zip.ts";

/**
 * NumPy arrays by name: a zip archive of `NAME.npy`, stored or deflated. Comes after the other formats that are zip
 * archives: it is told what is odd about any that they did not recognise.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export const npz: WeightsFormat = {
  name: "npz",
  title: "NumPy arrays",
  recognises: isZip,
  open: async (source, file) => {
    const entries = readZip(source, file).filter(({ name }) => !name.endsWith("/"));
    const arrays = entries.filter(({ name }) => name.endsWith(arrayEnding));
    if (arrays.length === 0 && entries.length > 0) {
      const expected = "expected NumPy arrays, a PyTorch checkpoint or a Keras model in this zip archive";
      throw new WeightsFileError(file, `${expected}, found ${listInWords(entries)}.`);
    }
    const tensors: StoredTensor[] = [];
    const remarks: string[] = [];
    const inflations = new RecentlyOpened();
    for (const entry of arrays) {
      const array = openNpyArray(inflations.sourceOf(entry), entry.name.slice(0, -arrayEnding.length), file);
      tensors.push(array.tensor);
      remarks.push(...array.remarks);
    }
    const others = entries.filter(({ name }) => !name.endsWith(arrayEnding));
    if (others.length > 0) remarks.push(`Beside arrays it holds ${listInWords(others)}.`);
    return { format: "npz", tensors, metadata: new Map(), declaredLayers: null, remarks };
  },
};

const arrayEnding = ".npy";

/** Each deflated entry holds what was inflated last: of the many that an archive may have, only a few keep it. */
class RecentlyOpened {
  /** the one used last at the end */
  readonly #open = new Map<ZipEntry, ByteSource>();

  /** @throws {WeightsFileError} when the entry cannot be opened */
  sourceOf(entry: ZipEntry): ByteSource {
    const source = entry.open();
    if (entry.isStored) return source;
    return { length: entry.length, read: (start, length) => this.#use(entry).read(start, length) };
  }

  #use(entry: ZipEntry): ByteSource {
    const source = this.#open.get(entry) ?? entry.open();
    this.#open.delete(entry);
    this.#open.set(entry, source);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostOpen) break;
      this.#open.delete(oldest);
    }
    return source;
  }
}

const mostOpen = 4;

function listInWords(entries: readonly ZipEntry[]): string {
  const names = entries.slice(0, 3).map(({ name }) => inWords(name));
  const more = entries.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
