import { type ByteSource, bytesSource, readBytes } from "../byteSource.ts";
import { openNpyArray } from "../numpy/npyArray.ts";
import type { StoredTensor, WeightsFormat } from "../weightsFile.ts";
import { inWords, UnsupportedWeightsError } from "../weightsFileError.ts";
import { isZip } from "../zip/isZip.ts";
import type { ZipEntry } from "../zip/zip.ts";

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
    const { readZip } = await import("../zip/zip.ts");
    const entries = readZip(source, file).filter(({ name }) => !name.endsWith("/"));
    const arrays = entries.filter(({ name }) => name.endsWith(arrayEnding));
    if (arrays.length === 0 && entries.length > 0) {
      const expected = "expected NumPy arrays, a PyTorch checkpoint or a Keras model in this zip archive";
      throw new UnsupportedWeightsError(file, `${expected}, found ${listInWords(entries)}.`);
    }
    if (arrays.length > mostArrays) {
      throw new UnsupportedWeightsError(file, `expected at most ${mostArrays} arrays, found ${arrays.length}.`);
    }
    const deflated = arrays.filter(({ isStored }) => !isStored).length;
    if (deflated > mostDeflated) {
      throw new UnsupportedWeightsError(file, `expected at most ${mostDeflated} compressed arrays, found ${deflated}.`);
    }
    const tensors: StoredTensor[] = [];
    const remarks: string[] = [];
    let headerBytes = 0;
    const recent = new RecentlyInflated();
    for (const entry of arrays) {
      const name = entry.name.slice(0, -arrayEnding.length);
      const content = entry.open();
      const array = openNpyArray(content, name, file, entry.isStored ? content : recent.sourceOf(entry));
      tensors.push(array.tensor);
      remarks.push(...array.remarks);
      headerBytes += array.headerBytes;
      if (headerBytes > mostHeaderBytes) {
        throw new UnsupportedWeightsError(
          file,
          `expected headers of at most ${mostHeaderBytes} bytes together, found more.`,
        );
      }
    }
    const others = entries.filter(({ name }) => !name.endsWith(arrayEnding));
    if (others.length > 0) remarks.push(`Beside arrays it holds ${listInWords(others)}.`);
    return { format: "npz", tensors, metadata: new Map(), declaredLayers: null, remarks };
  },
};

const arrayEnding = ".npy";
/** Each has a header to be read before any is shown. */
const mostArrays = 10_000;
/** To inflate a header takes a third of a millisecond, and twice that when it is made to take long. */
const mostDeflated = 2000;
/** Several times what arrays of numbers need. */
const mostHeaderBytes = 4 * 2 ** 20;

/** Content of deflated entries that was inflated last: of the many that an archive may have, a few are kept. */
class RecentlyInflated {
  /** the one used last at the end */
  readonly #kept = new Map<ZipEntry, ByteSource>();

  sourceOf(entry: ZipEntry): ByteSource {
    return { length: entry.length, read: (start, length) => this.#use(entry).read(start, length) };
  }

  #use(entry: ZipEntry): ByteSource {
    const source = this.#kept.get(entry) ?? inflated(entry);
    this.#kept.delete(entry);
    this.#kept.set(entry, source);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    return source;
  }
}

const mostKept = 4;
/** What is longer is inflated anew for each reading that goes back. */
const mostHeldBytes = 16 * 2 ** 20;

function inflated(entry: ZipEntry): ByteSource {
  const source = entry.open();
  return entry.length > mostHeldBytes ? source : bytesSource(readBytes(source, 0, entry.length, entry.name));
}

function listInWords(entries: readonly ZipEntry[]): string {
  const names = entries.slice(0, 3).map(({ name }) => inWords(name));
  const more = entries.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
