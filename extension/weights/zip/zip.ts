import { type ByteSource, readBytes, sourceWithin } from "../byteSource.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { inflatingSource } from "./inflatingSource.ts";
import { mostInflation } from "./mostInflation.ts";
import { readZipDirectory, type ZipPlace } from "./zipDirectory.ts";

/** A file in a zip archive. */
export interface ZipEntry {
  /** with its folders, as the archive has it: `archive/data/0`; a folder's own ends in `/` */
  readonly name: string;
  /** of its content, in bytes */
  readonly length: number;
  /** whether its bytes stand in the archive as they are, to be read from any place at no cost */
  readonly isStored: boolean;
  /**
   * Its content, of which only what is asked for is read; what is deflated is inflated from the beginning on, and again
   * from the beginning when something earlier is asked for.
   *
   * @throws {WeightsFileError} when the archive contradicts itself about it, or has it encrypted or compressed otherwise
   */
  open(): ByteSource;
}

/**
 * Reads the archive's table of contents: every name is there once, and every entry lies within the archive, none over
 * another.
 *
 * @param file its name, for error messages
 * @returns the entries in the order of the table
 * @throws {WeightsFileError}
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readZip(source: ByteSource, file: string): ZipEntry[] {
  const places = readZipDirectory(source, file);
  refuseRepeatedNames(places, file);
  const ends = endsOf(places, file);
  return places.map((place) => ({
    name: place.name,
    length: place.length,
    isStored: place.method === storedMethod,
    open: () => openEntry(source, place, ends.get(place) as number, file),
  }));
}

const storedMethod = 0;
const deflatedMethod = 8;
/** Bytes before a local header's name. */
const localHeaderBytes = 30;
const localHeaderSignature = 0x04034b50;

function refuseRepeatedNames(places: readonly ZipPlace[], file: string): void {
  const names = new Set<string>();
  for (const { name } of places) {
    if (names.has(name)) throw new WeightsFileError(file, `expected every name once, found ${inWords(name)} twice.`);
    names.add(name);
  }
}

/** Where each entry must be over, in bytes: where the next one begins. */
function endsOf(places: readonly ZipPlace[], file: string): Map<ZipPlace, number> {
  const ends = new Map<ZipPlace, number>();
  const ordered = [...places].sort((a, b) => a.start - b.start);
  for (const [i, place] of ordered.entries()) {
    const next = ordered.at(i + 1);
    const end = next?.start ?? place.directoryStart;
    const least = place.start + localHeaderBytes + place.nameBytes.length + place.storedLength;
    if (least > end) {
      const before = next === undefined ? "the table of contents" : inWords(next.name);
      const expected = `expected its ${place.storedLength} bytes to end before ${before} at byte ${end}`;
      throw new WeightsFileError(`${file}, ${place.name}`, `${expected}, found them ending at ${least} or after it.`);
    }
    ends.set(place, end);
  }
  return ends;
}

function openEntry(source: ByteSource, place: ZipPlace, end: number, file: string): ByteSource {
  const where = `${file}, ${place.name}`;
  if (place.isEncrypted) throw new WeightsFileError(where, "expected a readable entry, found an encrypted one.");
  const stored = sourceWithin(source, contentStart(source, place, end, where), place.storedLength);
  if (place.method === storedMethod) {
    if (place.length === place.storedLength) return stored;
    const expected = `expected ${place.storedLength} bytes of content, as many as are stored`;
    throw new WeightsFileError(where, `${expected}, the table of contents declares ${place.length}.`);
  }
  if (place.method !== deflatedMethod) {
    const expected = `expected a stored or deflated entry (method ${storedMethod} or ${deflatedMethod})`;
    throw new WeightsFileError(where, `${expected}, found method ${place.method}.`);
  }
  if (place.length > place.storedLength * mostInflation) {
    const most = place.storedLength * mostInflation;
    const expected = `expected at most ${most} bytes of content, all that ${place.storedLength} deflated bytes can hold`;
    throw new WeightsFileError(where, `${expected}, the table of contents declares ${place.length}.`);
  }
  return inflatingSource(stored, place, where);
}

/** After the entry's own header, which repeats its name, and may have other extra fields than the table of contents. */
function contentStart(source: ByteSource, place: ZipPlace, end: number, where: string): number {
  const header = readBytes(source, place.start, localHeaderBytes + place.nameBytes.length, where);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  if (view.getUint32(0, true) !== localHeaderSignature) {
    throw new WeightsFileError(where, `expected an entry's header at byte ${place.start}, found other bytes.`);
  }
  const name = header.subarray(localHeaderBytes);
  const isSameName =
    view.getUint16(26, true) === name.length && name.every((byte, index) => byte === place.nameBytes[index]);
  if (!isSameName || view.getUint16(8, true) !== place.method) {
    const expected = "expected its own header to say the same as the table of contents";
    throw new WeightsFileError(where, `${expected}, found another name or method at byte ${place.start}.`);
  }
  const start = place.start + header.length + view.getUint16(28, true);
  if (start + place.storedLength > end) {
    const found = `found them beginning at ${start} only`;
    throw new WeightsFileError(where, `expected its ${place.storedLength} bytes to end before byte ${end}, ${found}.`);
  }
  return start;
}
